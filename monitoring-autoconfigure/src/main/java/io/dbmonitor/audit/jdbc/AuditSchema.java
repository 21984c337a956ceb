package io.dbmonitor.audit.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

	private static final Logger logger = LoggerFactory.getLogger(AuditSchema.class);

	private static final String PROBE = "dbmonitor";

	private static final String TRIGGERED = "select string_agg(distinct tgrelid::regclass::text, ', ') from pg_trigger"
			+ " where tgfoid = to_regprocedure('dbmonitor_record_rows()') and tgenabled <> 'D'";

	private static final String SCRIPT = "io/dbmonitor/audit/jdbc/schema-";

	private static final String POSTGRESQL = SCRIPT + "postgresql";

	private final DatabaseInitializationMode mode;

	private final RetentionSettings retention;

	private final boolean sealed;

	private final boolean joined;

	/**
	 * Make a schema.
	 * @param mode where to make the tables, as Boot has it
	 * @param retention how long changes are kept
	 * @param sealed whether change sets are sealed
	 * @param joined whether what triggers record is joined
	 */
	public AuditSchema(DatabaseInitializationMode mode, RetentionSettings retention, boolean sealed, boolean joined) {
		this.mode = mode;
		this.retention = retention;
		this.sealed = sealed;
		this.joined = joined;
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
		boolean postgresql = script.startsWith(POSTGRESQL);
		if (this.sealed && !postgresql) {
			throw new AuditSchemaException(
					"Change sets can be sealed on PostgreSQL only, so dbmonitor.audit.jdbc.seal.enabled=true cannot be done here",
					script, null);
		}
		if (this.mode == DatabaseInitializationMode.ALWAYS
				|| (this.mode == DatabaseInitializationMode.EMBEDDED && isEmbedded(connection))) {
			make(connection, script);
			if (this.sealed) {
				make(connection, SealSchema.SCRIPT);
			}
		}
		preparePartitions(connection, script);
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
		if (this.retention.isLimited()) {
			tryToDelete(connection, script);
		}
		if (this.sealed) {
			SealSchema.tryOut(connection, this.retention.isLimited());
		}
		else if (this.retention.isLimited()) {
			requireRecord(connection);
		}
		if (postgresql && !this.joined) {
			warnOfTriggers(connection);
		}
	}

	/** Somebody has switched them off, and left them in the database. */
	private static void warnOfTriggers(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(TRIGGERED)) {
			row.next();
			String tables = row.getString(1);
			if (tables != null) {
				logger.warn("The triggers of the audit are on {}, and this application does not join what they record:"
						+ " unless another one does, it piles up in dbmonitor_write and dbmonitor_row. Set"
						+ " dbmonitor.audit.triggers.enabled=true; to give them up, remove them first, by"
						+ " AuditTriggers.remove() or the script of audit/triggers", tables);
			}
			else if (isSomethingQueued(statement)) {
				logger
					.warn("What triggers of the audit recorded waits in dbmonitor_write, and this application does not join"
							+ " it: unless another one does, it is in no history, and nothing is sealed. Start it once with"
							+ " dbmonitor.audit.triggers.enabled=true, or empty dbmonitor_write and dbmonitor_row");
			}
		}
	}

	private static boolean isSomethingQueued(Statement statement) throws SQLException {
		return isTrue(statement, "select has_table_privilege(to_regclass('dbmonitor_write')::oid, 'select')")
				&& isTrue(statement, "select exists (select from dbmonitor_write)");
	}

	private static boolean isTrue(Statement statement, String query) throws SQLException {
		try (ResultSet row = statement.executeQuery(query)) {
			return row.next() && row.getBoolean(1);
		}
	}

	/**
	 * See that what is deleted will not be missed.
	 * @param connection a connection to the database
	 * @throws SQLException if the connection fails
	 * @throws AuditSchemaException if change sets are sealed by another instance, and
	 * this one does not do it
	 */
	void requireRecord(Connection connection) throws SQLException {
		if (!this.sealed && script(connection).startsWith(POSTGRESQL)) {
			SealSchema.requireNone(connection);
		}
	}

	private void preparePartitions(Connection connection, String script) throws SQLException {
		if (!script.startsWith(POSTGRESQL)) {
			if (this.retention.partitioned()) {
				throw new AuditSchemaException("The tables of the audit can have partitions on PostgreSQL only,"
						+ " so dbmonitor.audit.jdbc.partitioned=true cannot be done here", script, null);
			}
			return;
		}
		Boolean partitioned = MonthlyPartitions.isPartitioned(connection);
		if (partitioned != null && partitioned != this.retention.partitioned()) {
			throw new AuditSchemaException(partitioned
					? "The tables of the audit are partitioned: set dbmonitor.audit.jdbc.partitioned=true"
					: "The tables of the audit are not partitioned, and cannot be made so: rename them, have them made anew,"
							+ " and copy their rows; or set dbmonitor.audit.jdbc.partitioned=false",
					script, null);
		}
		if (partitioned != null && partitioned) {
			createPartitions(connection, script);
		}
	}

	private void createPartitions(Connection connection, String script) throws SQLException {
		boolean autoCommit = connection.getAutoCommit();
		try {
			new MonthlyPartitions(connection, RemovalRecord.NONE).createAhead(this.retention.month());
		}
		catch (SQLException ex) {
			throw new AuditSchemaException(
					"The partitions of the audit's tables cannot be made, which their owner may do: " + ex.getMessage(),
					script, ex);
		}
		finally {
			connection.setAutoCommit(autoCommit);
		}
	}

	private static void tryToDelete(Connection connection, String script) throws SQLException {
		boolean autoCommit = connection.getAutoCommit();
		connection.setAutoCommit(false);
		try {
			ExpiredChanges.tryOut(connection);
		}
		catch (SQLException ex) {
			throw new AuditSchemaException(
					"Old changes cannot be deleted from the tables of the audit: " + ex.getMessage(), script, ex);
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

	/**
	 * Whether a database takes no writes: a standby, whose primary is another data
	 * source. SQLState 25006 is that of all but MariaDB and MySQL, whose
	 * {@code ER_OPTION_PREVENTS_STATEMENT} is 1290.
	 */
	static boolean isReadOnly(SQLException ex) {
		return "25006".equals(ex.getSQLState()) || ex.getErrorCode() == 1290;
	}

	private String script(Connection connection) throws SQLException {
		DatabaseDriver driver = DatabaseDriver.fromProductName(connection.getMetaData().getDatabaseProductName());
		String layout = (driver == DatabaseDriver.POSTGRESQL && this.retention.partitioned()) ? "-partitioned" : "";
		return SCRIPT + MySqlFamily.platform(connection).orElse(driver.getId()) + layout + ".sql";
	}

	private static boolean isEmbedded(Connection connection) throws SQLException {
		String url = connection.getMetaData().getURL();
		return EmbeddedDatabaseConnection.isEmbedded(DatabaseDriver.fromJdbcUrl(url).getDriverClassName(), url);
	}

	private static ChangeSet probe() {
		Change change = new Change(PROBE, PROBE, ChangeOperation.CREATE, ChangeSource.ORM, Map.of());
		return new ChangeSet(UUID.randomUUID(), Instant.now(), ChangeContext.UNKNOWN, List.of(change), 0);
	}

}
