package io.dbmonitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/**
 * A PostgreSQL server of a test's own, which can fail and come back on the same port with
 * the same data.
 */
public final class RestartablePostgres implements AutoCloseable {

	private final Path dataDirectory;

	private final int port;

	private @Nullable PgBinaryResolver binaries;

	private @Nullable EmbeddedPostgres server;

	/**
	 * Choose a free port; nothing listens there yet.
	 * @param dataDirectory where the data lies
	 */
	public RestartablePostgres(Path dataDirectory) {
		this(dataDirectory, freePort());
	}

	/**
	 * Take a port, which another server can have before or after.
	 * @param dataDirectory where the data lies
	 * @param port the port
	 */
	public RestartablePostgres(Path dataDirectory, int port) {
		this.dataDirectory = dataDirectory;
		this.port = port;
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Be of another version than the others. */
	public RestartablePostgres withBinaries(PgBinaryResolver binaries) {
		this.binaries = binaries;
		return this;
	}

	/** The port. */
	public int port() {
		return this.port;
	}

	/** The database, whether the server runs or not. */
	public PostgresDatabase database() {
		return new PostgresDatabase("jdbc:postgresql://localhost:" + this.port + "/postgres", PostgresServer.USER,
				PostgresServer.PASSWORD);
	}

	/** Start the server. */
	public void start() {
		try {
			EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
				.setPort(this.port)
				.setDataDirectory(this.dataDirectory)
				.setCleanDataDirectory(false);
			if (this.binaries != null) {
				builder.setPgBinaryResolver(this.binaries);
			}
			this.server = builder.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The server does not start", ex);
		}
	}

	/** End the server at once, without telling its clients. */
	public void crash() {
		ProcessHandle postmaster = postmaster();
		List<ProcessHandle> all = all(postmaster);
		signal("KILL", all);
		await().atMost(Duration.ofSeconds(20)).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
		stop();
	}

	/** Let the server accept connections but neither answer nor end. */
	public void freeze() {
		signal("STOP", all(postmaster()));
	}

	/** Let the frozen server go on. */
	public void thaw() {
		signal("CONT", all(postmaster()));
	}

	private ProcessHandle postmaster() {
		try (Stream<String> lines = Files.lines(this.dataDirectory.resolve("postmaster.pid"))) {
			return ProcessHandle.of(Long.parseLong(lines.findFirst().orElseThrow())).orElseThrow();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The server does not run", ex);
		}
	}

	private static List<ProcessHandle> all(ProcessHandle postmaster) {
		return Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
	}

	private static void signal(String name, List<ProcessHandle> processes) {
		List<String> command = Stream
			.concat(Stream.of("kill", "-s", name), processes.stream().map((process) -> String.valueOf(process.pid())))
			.toList();
		try {
			new ProcessBuilder(command).inheritIO().start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		stop();
	}

	/** Stop the server as one should. */
	public void stop() {
		EmbeddedPostgres server = this.server;
		this.server = null;
		if (server != null) {
			try {
				server.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException("The server does not stop", ex);
			}
		}
	}

}
