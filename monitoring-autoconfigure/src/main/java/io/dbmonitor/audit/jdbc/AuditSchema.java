package io.dbmonitor.audit.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeContext;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSetWriter;
import io.dbmonitor.audit.ChangeSource;

import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ScriptException;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/**
 * The tables of the durable store. Makes them where it is to, and tries before the
 * application begins whether they can be written: by writing, and rolling back.
 */
public final class AuditSchema {

	private static final String PROBE = "dbmonitor";

	private final DatabaseInitializationMode mode;

	/**
	 * Make a schema.
	 * @param mode where to make the tables, as Boot has it
	 */
	public AuditSchema(DatabaseInitializationMode mode) {
		this.mode = mode;
	}

	/**
	 * Make the tables if need be, and see whether they can be written.
	 * @param connection a connection of the application's, not watched
	 * @param writer writes
	 * @throws SQLException if the connection fails
	 * @throws AuditSchemaException if they cannot
	 */
	void prepare(Connection connection, ChangeSetWriter writer) throws SQLException {
		String script = script(connection);
		if (this.mode == DatabaseInitializationMode.ALWAYS
				|| (this.mode == DatabaseInitializationMode.EMBEDDED && isEmbedded(connection))) {
			make(connection, script);
		}
		boolean autoCommit = connection.getAutoCommit();
		connection.setAutoCommit(false);
		try {
			writer.write(probe(), 0, connection);
		}
		catch (SQLException ex) {
			throw new AuditSchemaException("The tables of the audit cannot be written: " + ex.getMessage(), script, ex);
		}
		finally {
			connection.rollback();
			connection.setAutoCommit(autoCommit);
		}
	}

	private static void make(Connection connection, String script) throws SQLException {
		try {
			ScriptUtils.executeSqlScript(connection, new ClassPathResource(script));
			if (!connection.getAutoCommit()) {
				connection.commit();
			}
		}
		catch (ScriptException ex) {
			throw new AuditSchemaException("The tables of the audit cannot be made: " + ex.getMessage(), script, ex);
		}
	}

	/**
	 * Whether a database has the tables.
	 * @param connection a connection to it
	 * @return whether there is something to read
	 * @throws SQLException if the connection fails
	 */
	boolean exists(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.executeQuery("select 1 from dbmonitor_change where 1 = 0").close();
			return true;
		}
		catch (SQLException ex) {
			if (isUnknownTable(ex)) {
				return false;
			}
			throw ex;
		}
	}

	/** SQLState 42P01 is PostgreSQL's, 42S02 and 42S04 those of ODBC and H2. */
	private static boolean isUnknownTable(SQLException ex) {
		return List.of("42P01", "42S02", "42S04").contains(String.valueOf(ex.getSQLState()));
	}

	private static String script(Connection connection) throws SQLException {
		DatabaseDriver driver = DatabaseDriver.fromProductName(connection.getMetaData().getDatabaseProductName());
		return "io/dbmonitor/audit/jdbc/schema-" + driver.getId() + ".sql";
	}

	private static boolean isEmbedded(Connection connection) throws SQLException {
		return EmbeddedDatabaseConnection.isEmbedded(connection.getMetaData().getDriverName(),
				connection.getMetaData().getURL());
	}

	private static ChangeSet probe() {
		Change change = new Change(PROBE, PROBE, ChangeOperation.CREATE, ChangeSource.ORM, Map.of());
		return new ChangeSet(UUID.randomUUID(), Instant.now(), ChangeContext.UNKNOWN, List.of(change), 0);
	}

}
