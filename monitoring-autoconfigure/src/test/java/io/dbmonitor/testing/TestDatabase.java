package io.dbmonitor.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A database on a test server.
 */
public interface TestDatabase {

	/** The JDBC URL. */
	String url();

	/** A user. */
	String username();

	/** Its password. */
	String password();

	/** Properties that make Boot's data source connect to this database. */
	default String[] dataSourceProperties() {
		// By default a pool opens all of its connections, each of which costs the server,
		// and few are used
		return new String[] { "spring.datasource.url=" + url(), "spring.datasource.username=" + username(),
				"spring.datasource.password=" + password(), "spring.datasource.hikari.minimum-idle=1" };
	}

	/** Open a connection that nobody watches. */
	default Connection connect() throws SQLException {
		return DriverManager.getConnection(url(), username(), password());
	}

	/** Execute statements on a connection of their own. */
	default void execute(String sql) throws SQLException {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/** Ask for one number, on a connection of its own. */
	default long number(String sql) throws SQLException {
		try (Connection connection = connect();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(sql)) {
			result.next();
			return result.getLong(1);
		}
	}

}
