package io.dbmonitor.benchmarks;

import java.io.IOException;
import java.util.List;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * The database below.
 */
public interface Database extends AutoCloseable {

	/**
	 * Return the properties that lead a Boot application to it.
	 * @return names and values
	 */
	List<String> properties();

	@Override
	void close() throws IOException;

	/**
	 * Start a database.
	 * @param name its name
	 * @return a database that runs
	 * @throws IOException if it does not start
	 */
	static Database start(String name) throws IOException {
		return switch (name) {
			case "H2" -> new H2();
			case "POSTGRESQL" -> new Postgres();
			default -> throw new IllegalArgumentException("No database is called " + name);
		};
	}

	/** H2 in memory: no network, so the share of the monitor is as large as can be. */
	final class H2 implements Database {

		@Override
		public List<String> properties() {
			return List.of("spring.datasource.url=jdbc:h2:mem:benchmark;DB_CLOSE_DELAY=-1",
					"spring.datasource.username=sa");
		}

		@Override
		public void close() {
			// Ends with the process
		}

	}

	/** PostgreSQL on loopback. */
	final class Postgres implements Database {

		private final EmbeddedPostgres server;

		Postgres() throws IOException {
			this.server = EmbeddedPostgres.start();
		}

		@Override
		public List<String> properties() {
			return List.of("spring.datasource.url=jdbc:postgresql://localhost:" + this.server.getPort() + "/postgres",
					"spring.datasource.username=postgres");
		}

		@Override
		public void close() throws IOException {
			this.server.close();
		}

	}

}
