package io.dbmonitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A running PostgreSQL server, ended with the run or by its owner.
 */
public abstract class PostgresServer implements AutoCloseable {

	private static final String SOURCE = "dbmonitor.test.postgres.source";

	private static final String VERSION = "dbmonitor.test.postgres.version";

	/**
	 * What takes a restart to be switched on, and is needed by one test or another. As
	 * long as there is no command, nothing is archived.
	 */
	private static final Map<String, String> SETTINGS = Map.of("shared_preload_libraries", "pg_stat_statements",
			"max_connections", "700", "max_prepared_transactions", "4", "archive_mode", "on");

	/** The user that owns everything. */
	static final String USER = "postgres";

	/** Its password. */
	static final String PASSWORD = "postgres";

	/** Start a server as the system properties choose it. */
	public static PostgresServer start() {
		String source = System.getProperty(SOURCE, "auto").toLowerCase(Locale.ROOT);
		return switch (source) {
			case "testcontainers" -> new Container(version());
			case "embedded" -> new Embedded();
			case "auto" ->
				DockerClientFactory.instance().isDockerAvailable() ? new Container(version()) : new Embedded();
			default -> throw new IllegalArgumentException("The system property '" + SOURCE
					+ "' takes auto, testcontainers or embedded, not '" + source + "'");
		};
	}

	private static String version() {
		return System.getProperty(VERSION, "18");
	}

	/** The URL without the database's name. */
	abstract String baseUrl();

	/** A database on this server. */
	public PostgresDatabase database(String name) {
		return new PostgresDatabase(baseUrl() + "/" + name, USER, PASSWORD);
	}

	@Override
	public abstract void close();

	private static final class Container extends PostgresServer {

		private final PostgreSQLContainer container;

		Container(String version) {
			this.container = new PostgreSQLContainer("postgres:" + version).withUsername(USER)
				.withPassword(PASSWORD)
				.withCommand(command());
			this.container.start();
		}

		private static String[] command() {
			return Stream
				.concat(Stream.of("postgres", "-c", "fsync=off"),
						SETTINGS.entrySet()
							.stream()
							.flatMap((setting) -> Stream.of("-c", setting.getKey() + "=" + setting.getValue())))
				.toArray(String[]::new);
		}

		@Override
		String baseUrl() {
			return "jdbc:postgresql://" + this.container.getHost() + ":" + this.container.getFirstMappedPort();
		}

		@Override
		public void close() {
			this.container.stop();
		}

	}

	private static final class Embedded extends PostgresServer {

		private final EmbeddedPostgres postgres;

		Embedded() {
			try {
				EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
				SETTINGS.forEach(builder::setServerConfig);
				this.postgres = builder.start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException("The embedded PostgreSQL does not start", ex);
			}
		}

		@Override
		String baseUrl() {
			return "jdbc:postgresql://localhost:" + this.postgres.getPort();
		}

		@Override
		public void close() {
			try {
				this.postgres.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException("The embedded PostgreSQL does not stop", ex);
			}
		}

	}

}
