package io.dbmonitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.springframework.util.FileSystemUtils;

import static org.awaitility.Awaitility.await;

/**
 * A MariaDB server of the system's own program, in a directory of its own, ended with the
 * run or by its owner.
 */
public final class MariaDbServer implements AutoCloseable {

	private static final String USER = "dbmonitor_test";

	private static final String PASSWORD = "test";

	private static final String CREATE_USER = """
			create user %1$s@'%%' identified by '%2$s';
			grant all on *.* to %1$s@'%%' with grant option;
			""".formatted(USER, PASSWORD);

	private final Path directory;

	private final Process process;

	private final int port;

	private MariaDbServer(Path directory, Process process, int port) {
		this.directory = directory;
		this.process = process;
		this.port = port;
	}

	/** Whether this machine has the program. */
	static boolean isPresent() {
		return program("mariadbd").isPresent();
	}

	/**
	 * Start a server.
	 * @param options options of the program
	 */
	public static MariaDbServer start(String... options) {
		try {
			Path directory = Files.createTempDirectory("mariadb");
			Path data = directory.resolve("data");
			String user = System.getProperty("user.name");
			Process install = run(directory,
					List.of(program("mariadb-install-db").orElseThrow(), "--no-defaults", "--skip-test-db",
							"--auth-root-authentication-method=normal", "--datadir=" + data, "--user=" + user));
			if (install.waitFor() != 0) {
				throw new IllegalStateException("MariaDB cannot be installed, see " + directory);
			}
			int port = freePort();
			Path users = Files.writeString(directory.resolve("users.sql"), CREATE_USER);
			List<String> command = new ArrayList<>(List.of(program("mariadbd").orElseThrow(), "--no-defaults",
					"--datadir=" + data, "--socket=" + directory.resolve("socket"), "--port=" + port,
					"--bind-address=127.0.0.1", "--pid-file=" + directory.resolve("pid"), "--user=" + user,
					"--init-file=" + users, "--innodb-flush-log-at-trx-commit=0", "--skip-name-resolve",
					"--character-set-server=utf8mb4", "--max-allowed-packet=4M"));
			command.addAll(List.of(options));
			MariaDbServer server = new MariaDbServer(directory, run(directory, command), port);
			server.awaitAnswer();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("MariaDB does not start", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private void awaitAnswer() {
		await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50)).until(() -> {
			try {
				database("mysql").connect().close();
				return true;
			}
			catch (SQLException ex) {
				return false;
			}
		});
	}

	private static Process run(Path directory, List<String> command) throws IOException {
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
			.start();
	}

	private static Optional<String> program(String name) {
		return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin")
			.map((directory) -> Path.of(directory, name))
			.filter(Files::isExecutable)
			.map(Path::toString)
			.findFirst();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	/** A database on this server. */
	public MariaDbDatabase database(String name) {
		return new MariaDbDatabase("jdbc:mariadb://127.0.0.1:" + this.port + "/" + name, USER, PASSWORD);
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(20, TimeUnit.SECONDS)) {
				this.process.destroyForcibly().waitFor();
			}
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The files of MariaDB cannot be removed", ex);
		}
	}

}
