package io.dbmonitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * PgBouncer in front of a database, in transaction mode: each transaction gets another
 * session of the server than the one before. It is one that is installed; without one,
 * tests that want it are skipped.
 */
public final class PgBouncer implements AutoCloseable {

	private static final List<Path> BINARIES = Stream
		.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer")
		.map(Path::of)
		.toList();

	/** It asks for no password, as the server knows the one that is in its file. */
	private static final String SETTINGS = """
			[databases]
			%1$s = host=%2$s port=%3$d dbname=%1$s

			[pgbouncer]
			listen_addr = 127.0.0.1
			listen_port = %4$d
			unix_socket_dir =
			auth_type = trust
			auth_file = %5$s
			pool_mode = transaction
			min_pool_size = 3
			server_round_robin = 1
			ignore_startup_parameters = extra_float_digits
			""";

	private final PostgresDatabase database;

	private final Path folder;

	private final Process process;

	private PgBouncer(PostgresDatabase database, Path folder, Process process) {
		this.database = database;
		this.folder = folder;
		this.process = process;
	}

	/** Start it in front of a database. */
	public static PgBouncer inFrontOf(PostgresDatabase server) {
		List<Path> found = BINARIES.stream().filter(Files::isExecutable).toList();
		assumeThat(found).as("A PgBouncer in %s", BINARIES).isNotEmpty();
		try {
			URI address = URI.create(server.url().substring("jdbc:".length()));
			int port = freePort();
			Path folder = Files.createTempDirectory("pgbouncer");
			Path users = Files.writeString(folder.resolve("users.txt"),
					"\"%s\" \"%s\"\n".formatted(server.username(), server.password()));
			Path settings = Files.writeString(folder.resolve("pgbouncer.ini"), SETTINGS
				.formatted(address.getPath().substring(1), address.getHost(), address.getPort(), port, users));
			// It is not root who reads them
			Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
			Process process = new ProcessBuilder(command(found.get(0), settings)).redirectErrorStream(true)
				.redirectOutput(folder.resolve("log").toFile())
				.start();
			// The driver's named statements belong to a session, which the next
			// transaction does not get
			PostgresDatabase database = new PostgresDatabase(
					"jdbc:postgresql://localhost:" + port + address.getPath() + "?prepareThreshold=0",
					server.username(), server.password());
			PgBouncer pooler = new PgBouncer(database, folder, process);
			pooler.awaitStart();
			return pooler;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("PgBouncer does not start", ex);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	/** It refuses to be run by root. */
	private static List<String> command(Path binary, Path settings) {
		List<String> command = new ArrayList<>(List.of(binary.toString()));
		if (System.getProperty("user.name").equals("root")) {
			command.addAll(List.of("-u", "nobody"));
		}
		command.add(settings.toString());
		return command;
	}

	private void awaitStart() {
		try {
			await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
				assertThat(this.process.isAlive()).as(log()).isTrue();
				assertThat(this.database.number("select 42")).isEqualTo(42);
			});
		}
		catch (RuntimeException | Error ex) {
			close();
			throw ex;
		}
	}

	private String log() throws IOException {
		return Files.readString(this.folder.resolve("log"));
	}

	/** The database as the application sees it. */
	public PostgresDatabase database() {
		return this.database;
	}

	@Override
	public void close() {
		this.process.destroy();
		this.process.onExit().join();
		try {
			FileSystemUtils.deleteRecursively(this.folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
