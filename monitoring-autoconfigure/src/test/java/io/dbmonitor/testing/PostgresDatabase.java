package io.dbmonitor.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A database on a test server.
 *
 * @param url the JDBC URL
 * @param username the owner, a superuser
 * @param password the owner's password
 */
public record PostgresDatabase(String url, String username, String password) {

	/** Properties that make Boot's data source connect to this database. */
	public String[] dataSourceProperties() {
		// By default a pool opens all of its connections, each of which is a process of
		// the
		// server, and few are used
		return new String[] { "spring.datasource.url=" + this.url, "spring.datasource.username=" + this.username,
				"spring.datasource.password=" + this.password, "spring.datasource.hikari.minimum-idle=1" };
	}

	/** The same database for another user. */
	public PostgresDatabase as(String username, String password) {
		return new PostgresDatabase(this.url, username, password);
	}

	/** Open a connection that nobody watches. */
	public Connection connect() throws SQLException {
		return DriverManager.getConnection(this.url, this.username, this.password);
	}

	/** Execute statements on a connection of their own. */
	public void execute(String sql) throws SQLException {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/** Ask for one number, on a connection of its own. */
	public long number(String sql) throws SQLException {
		try (Connection connection = connect();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(sql)) {
			result.next();
			return result.getLong(1);
		}
	}

}
