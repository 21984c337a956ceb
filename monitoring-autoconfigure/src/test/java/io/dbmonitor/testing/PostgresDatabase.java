package io.dbmonitor.testing;

/**
 * A database on a PostgreSQL server.
 *
 * @param url the JDBC URL
 * @param username the owner, a superuser
 * @param password the owner's password
 */
public record PostgresDatabase(String url, String username, String password) implements TestDatabase {

	/** The same database for another user. */
	public PostgresDatabase as(String username, String password) {
		return new PostgresDatabase(this.url, username, password);
	}

}
