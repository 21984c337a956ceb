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
	 * {@code ER_SPECIFIC_ACCESS_DENIED_ERROR}, {@code ER_VIEW_INVALID} of a view of what
	 * is denied, {@code ER_PROCACCESS_DENIED_ERROR}.
	 */
	private static final Set<Integer> DENIED = Set.of(1044, 1142, 1227, 1356, 1370);

	/**
	 * {@code ER_BAD_DB_ERROR}, {@code ER_PARSE_ERROR}, {@code ER_NO_SUCH_TABLE}: a server
	 * without {@code sys}, or that is too old for a statement.
	 */
	private static final Set<Integer> ABSENT = Set.of(1049, 1064, 1146);

	private static final String USES = """
			select 1 from performance_schema.table_io_waits_summary_by_table,
				performance_schema.table_io_waits_summary_by_index_usage limit 0
			""";

	private static final String PERFORMANCE_SCHEMA = "performance_schema";

	private static final String UNKNOWN_WITHOUT_PERFORMANCE_SCHEMA = "Who holds the metadata lock that a session waits"
			+ " for, what clients call themselves, and uses of tables and indexes are not known";

	private Rights() {
	}

	/**
	 * Whether an answer was refused for want of a right, which is told once, and not with
	 * each sample.
	 */
	static boolean isDenied(SQLException ex) {
		return DENIED.contains(ex.getErrorCode());
	}

	/** Whether there is no answer for want of a right, or as the server knows none. */
	static boolean isUntold(SQLException ex) {
		return isDenied(ex) || ABSENT.contains(ex.getErrorCode());
	}

	static List<MissingPrivilege> missing(Statement statement, Variant variant) throws SQLException {
		String grantee = grantee(statement);
		List<MissingPrivilege> missing = new ArrayList<>();
		if (isDenied(statement, "select 1 from information_schema.innodb_trx limit 1")) {
			missing.add(new MissingPrivilege("PROCESS",
					"Other users' sessions, all transactions, who waits for whom, and deadlocks are not known",
					"GRANT PROCESS ON *.* TO " + grantee));
		}
		if (isPerformanceSchemaOn(statement) && isDenied(statement, USES)) {
			missing.add(new MissingPrivilege("SELECT ON performance_schema.*", UNKNOWN_WITHOUT_PERFORMANCE_SCHEMA,
					"GRANT SELECT ON performance_schema.* TO " + grantee));
		}
		if (variant == Variant.MYSQL && areWaitsDenied(statement, variant)) {
			missing.add(new MissingPrivilege("SELECT, EXECUTE ON sys.*",
					"Who holds the row that a session waits for is not known",
					"GRANT SELECT, EXECUTE ON sys.* TO " + grantee));
		}
		if (isDenied(statement, variant.replicaStatus())) {
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
				: List.of(new MissingExtension(PERFORMANCE_SCHEMA, UNKNOWN_WITHOUT_PERFORMANCE_SCHEMA,
						"performance_schema=ON and performance_schema_instrument='wait/lock/metadata/sql/mdl=ON' in the"
								+ " server's configuration, and a restart"));
	}

	static boolean isPerformanceSchemaOn(Statement statement) throws SQLException {
		try (ResultSet row = statement.executeQuery("select @@performance_schema")) {
			return row.next() && row.getBoolean(1);
		}
	}

	/** Whether the server counts how tables and indexes are used, and tells this user. */
	static boolean areUsesTold(Statement statement) throws SQLException {
		return isPerformanceSchemaOn(statement) && !isDenied(statement, USES);
	}

	/** The function is the view's, which calls it for who asks, and only for a row. */
	private static boolean areWaitsDenied(Statement statement, Variant variant) throws SQLException {
		return isDenied(statement, variant.lockWaits() + " limit 0")
				|| isDenied(statement, "select sys.quote_identifier('')");
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
			if (!isUntold(ex)) {
				throw ex;
			}
			return isDenied(ex);
		}
	}

}
