package io.dbmonitor.database.mysql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.dbmonitor.database.MissingExtension;
import io.dbmonitor.database.MissingPrivilege;

/**
 * What the monitor's user may not see, and the statement that mends it. Rights can come
 * from roles, so they are tried, not read.
 */
final class Rights {

	/**
	 * {@code ER_DBACCESS_DENIED_ERROR}, {@code ER_TABLEACCESS_DENIED_ERROR},
	 * {@code ER_SPECIFIC_ACCESS_DENIED_ERROR}.
	 */
	private static final Set<Integer> DENIED = Set.of(1044, 1142, 1227);

	private static final String PERFORMANCE_SCHEMA = "performance_schema";

	private Rights() {
	}

	/**
	 * Whether an answer was refused for want of a right, which is told once, and not with
	 * each sample.
	 */
	static boolean isDenied(SQLException ex) {
		return DENIED.contains(ex.getErrorCode());
	}

	static List<MissingPrivilege> missing(Statement statement, Variant variant) throws SQLException {
		String grantee = grantee(statement);
		List<MissingPrivilege> missing = new ArrayList<>();
		if (isDenied(statement, "select 1 from information_schema.innodb_trx limit 1")) {
			missing.add(new MissingPrivilege("PROCESS",
					"Other users' sessions, all transactions, who waits for whom, and deadlocks are not known",
					"GRANT PROCESS ON *.* TO " + grantee));
		}
		if (isDenied(statement, "show replica status")) {
			String right = switch (variant) {
				case MARIADB -> "REPLICA MONITOR";
				case MYSQL -> "REPLICATION CLIENT";
			};
			missing.add(new MissingPrivilege(right, "How far a replica is behind is not known",
					"GRANT " + right + " ON *.* TO " + grantee));
		}
		return List.copyOf(missing);
	}

	static List<MissingExtension> missingExtensions(Statement statement) throws SQLException {
		return isPerformanceSchemaOn(statement) ? List.of()
				: List.of(new MissingExtension(PERFORMANCE_SCHEMA,
						"Who holds the metadata lock that a session waits for, what clients call themselves,"
								+ " and uses of tables and indexes are not known",
						"performance_schema=ON and performance_schema_instrument='wait/lock/metadata/sql/mdl=ON' in the"
								+ " server's configuration, and a restart"));
	}

	static boolean isPerformanceSchemaOn(Statement statement) throws SQLException {
		try (ResultSet row = statement.executeQuery("select @@performance_schema")) {
			return row.next() && row.getBoolean(1);
		}
	}

	private static String grantee(Statement statement) throws SQLException {
		try (ResultSet row = statement.executeQuery("select current_user()")) {
			row.next();
			String user = row.getString(1);
			int at = user.lastIndexOf('@');
			return quoted(user.substring(0, at)) + "@" + quoted(user.substring(at + 1));
		}
	}

	private static String quoted(String name) {
		return "'" + name.replace("'", "''") + "'";
	}

	private static boolean isDenied(Statement statement, String sql) throws SQLException {
		try {
			statement.executeQuery(sql).close();
			return false;
		}
		catch (SQLException ex) {
			if (isDenied(ex)) {
				return true;
			}
			throw ex;
		}
	}

}
