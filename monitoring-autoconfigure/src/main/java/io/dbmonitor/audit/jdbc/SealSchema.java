package io.dbmonitor.audit.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The table of the seals, which there is on PostgreSQL only. Tries before the application
 * begins whether it can be used: by writing, and rolling back.
 */
final class SealSchema {

	static final String SCRIPT = "io/dbmonitor/audit/jdbc/seals-postgresql.sql";

	private static final List<String> TRIAL = List.of(
			"select name from dbmonitor_lock where name = 'sealing' for update skip locked",
			"select id from dbmonitor_change_set where id < 0",
			"select change_set_id from dbmonitor_change where change_set_id < 0",
			"insert into dbmonitor_seal (position, kind, sealed_transaction, sealed_id, chain_hash, sealed_at)"
					+ " values (9223372036854775807, 'BEGIN', '0', 0, '', now())");

	private static final String TRIAL_OF_RETENTION = "delete from dbmonitor_seal where position < 0";

	private SealSchema() {
	}

	/**
	 * See whether change sets can be sealed.
	 * @param connection a connection to PostgreSQL
	 * @param retention whether seals have to be deleted some day
	 * @throws SQLException if the connection fails
	 * @throws AuditSchemaException if they cannot
	 */
	static void tryOut(Connection connection, boolean retention) throws SQLException {
		boolean autoCommit = connection.getAutoCommit();
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			for (String sql : TRIAL) {
				statement.execute(sql);
			}
			if (retention) {
				statement.execute(TRIAL_OF_RETENTION);
			}
		}
		catch (SQLException ex) {
			throw new AuditSchemaException(
					"Change sets cannot be sealed, as dbmonitor.audit.jdbc.seal.enabled=true asks for: "
							+ ex.getMessage(),
					SCRIPT, ex);
		}
		finally {
			connection.rollback();
			connection.setAutoCommit(autoCommit);
		}
	}

	/**
	 * See that nothing is deleted without the seals' being told.
	 * @param connection a connection to PostgreSQL
	 * @throws SQLException if the connection fails
	 * @throws AuditSchemaException if there are seals
	 */
	static void requireNone(Connection connection) throws SQLException {
		boolean sealed = is(connection, "select to_regclass('dbmonitor_seal') is not null")
				&& is(connection, "select exists (select from dbmonitor_seal)");
		if (sealed) {
			throw new AuditSchemaException(
					"The change sets here are sealed, and verification would miss what the retention deletes:"
							+ " set dbmonitor.audit.jdbc.seal.enabled=true, or drop the table dbmonitor_seal",
					SCRIPT, null);
		}
	}

	private static boolean is(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
			row.next();
			return row.getBoolean(1);
		}
	}

}
