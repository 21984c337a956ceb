package io.dbmonitor.testing;

/**
 * A database on a MariaDB server.
 *
 * @param url the JDBC URL
 * @param username a user, who may do everything
 * @param password the user's password
 */
public record MariaDbDatabase(String url, String username, String password) implements TestDatabase {

	/** The same database for another user. */
	public MariaDbDatabase as(String username, String password) {
		return new MariaDbDatabase(this.url, username, password);
	}

	/** The same database through the driver of MySQL. */
	public MariaDbDatabase throughMySqlDriver() {
		return new MariaDbDatabase(this.url.replaceFirst("^jdbc:mariadb:", "jdbc:mysql:"), this.username,
				this.password);
	}

}
