package io.dbmonitor.audit.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * MariaDB and MySQL, by what their drivers know of the server, which either's reaches.
 */
final class MySqlFamily {

	private static final Set<String> PRODUCTS = Set.of("MariaDB", "MySQL");

	private MySqlFamily() {
	}

	static boolean contains(Connection connection) throws SQLException {
		return PRODUCTS.contains(connection.getMetaData().getDatabaseProductName());
	}

	/** Which of them it is, as schema scripts are named. */
	static Optional<String> platform(Connection connection) throws SQLException {
		if (!contains(connection)) {
			return Optional.empty();
		}
		return Optional
			.of(connection.getMetaData().getDatabaseProductVersion().contains("MariaDB") ? "mariadb" : "mysql");
	}

}
