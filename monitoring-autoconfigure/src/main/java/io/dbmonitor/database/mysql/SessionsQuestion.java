package io.dbmonitor.database.mysql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.dbmonitor.database.LockWait;
import io.dbmonitor.database.Session;
import io.dbmonitor.database.question.Rows;
import org.jspecify.annotations.Nullable;

/**
 * The sessions: the processlist, with the transactions of InnoDB and who waits for whom.
 * The server reads them one after another, so a session can have gone on between.
 */
final class SessionsQuestion {

	static final String ACTIVE = "active";

	static final String IDLE = "idle";

	static final String IDLE_IN_TRANSACTION = "idle in transaction";

	/** In the words of the other databases; {@code COMMAND} tells no transactions. */
	static final List<String> STATES = List.of(ACTIVE, IDLE, IDLE_IN_TRANSACTION);

	private static final String PROCESSLIST = """
			select id, user, host, db, command, state, %s as seconds, left(info, 4096) as info
			from information_schema.processlist
			order by id
			""";

	/** Local times differ by an hour more or less where clocks were changed between. */
	private static final String TRANSACTIONS = """
			select trx_mysql_thread_id as id, unix_timestamp(now(6)) - unix_timestamp(trx_started) as seconds,
				trx_state = 'LOCK WAIT' as waits,
				unix_timestamp(now(6)) - unix_timestamp(trx_wait_started) as wait_seconds
			from information_schema.innodb_trx
			where trx_mysql_thread_id <> 0
			""";

	private static final String NAMES = """
			select processlist_id, attr_value from performance_schema.session_connect_attrs
			where attr_name = 'program_name'
			""";

	private final Statement statement;

	private final Variant variant;

	private boolean transactionsTold = true;

	SessionsQuestion(Statement statement, Variant variant) {
		this.statement = statement;
		this.variant = variant;
	}

	/**
	 * Ask.
	 * @return clients' sessions, and of the server's own threads those that wait for a
	 * lock or are waited for
	 * @throws SQLException if the server does not answer
	 */
	List<Session> ask() throws SQLException {
		Map<Integer, Transaction> transactions = transactions();
		List<ProcessRow> processes = processes();
		boolean performanceSchema = Rights.isPerformanceSchemaOn(this.statement);
		Map<Integer, String> names = performanceSchema ? names() : Map.of();
		Waits waits = new Waits(this.statement);
		if (transactions.values().stream().anyMatch(Transaction::waits)) {
			waits.readRows(this.variant);
		}
		if (performanceSchema && processes.stream().anyMatch(ProcessRow::waitsForTable)) {
			waits.readTables();
		}
		List<Session> sessions = processes.stream()
			.map((process) -> process.session(transactions.get(process.id), this.transactionsTold,
					names.get(process.id), waits))
			.toList();
		Set<Integer> blockers = new HashSet<>();
		sessions.forEach((session) -> blockers.addAll(session.blockedBy()));
		return sessions.stream()
			.filter((session) -> session.isClient() || session.isBlocked() || blockers.contains(session.pid()))
			.toList();
	}

	/** Whether the user may see transactions, once the sessions were asked for. */
	boolean transactionsTold() {
		return this.transactionsTold;
	}

	private List<ProcessRow> processes() throws SQLException {
		List<ProcessRow> processes = new ArrayList<>();
		try (ResultSet row = this.statement.executeQuery(PROCESSLIST.formatted(this.variant.sessionSeconds()))) {
			while (row.next()) {
				processes.add(new ProcessRow((int) row.getLong("id"), row.getString("user"), row.getString("host"),
						row.getString("db"), String.valueOf(row.getString("command")), row.getString("state"),
						Rows.seconds(row, "seconds"), row.getString("info")));
			}
		}
		return processes;
	}

	private Map<Integer, Transaction> transactions() throws SQLException {
		Map<Integer, Transaction> transactions = new HashMap<>();
		try (ResultSet row = this.statement.executeQuery(TRANSACTIONS)) {
			while (row.next()) {
				transactions.put((int) row.getLong("id"), new Transaction(Rows.seconds(row, "seconds"),
						row.getBoolean("waits"), Rows.seconds(row, "wait_seconds")));
			}
		}
		catch (SQLException ex) {
			if (!Rights.isDenied(ex)) {
				throw ex;
			}
			this.transactionsTold = false;
		}
		return transactions;
	}

	private Map<Integer, String> names() throws SQLException {
		Map<Integer, String> names = new HashMap<>();
		try (ResultSet row = this.statement.executeQuery(NAMES)) {
			while (row.next()) {
				names.put((int) row.getLong(1), row.getString(2));
			}
		}
		catch (SQLException ex) {
			if (!Rights.isDenied(ex)) {
				throw ex;
			}
		}
		return names;
	}

	/**
	 * A transaction of InnoDB.
	 *
	 * @param seconds how long it lasts; the server knows its begin to the second
	 * @param waits whether it waits for a lock of another one
	 * @param waitSeconds how long it waits
	 */
	private record Transaction(@Nullable Double seconds, boolean waits, @Nullable Double waitSeconds) {

		static final Transaction NONE = new Transaction(null, false, null);

	}

	/** A row of the processlist. */
	private record ProcessRow(int id, @Nullable String user, @Nullable String host, @Nullable String database,
			String command, @Nullable String state, @Nullable Double seconds, @Nullable String query) {

		/** Replication and the server's own threads. */
		private static final Set<String> NO_CLIENTS = Set.of("Daemon", "Binlog Dump", "Binlog Dump GTID", "Slave_IO",
				"Slave_SQL", "Slave_worker");

		private static final Set<String> NO_USERS = Set.of("system user", "event_scheduler");

		boolean waitsForTable() {
			return this.state != null && this.state.startsWith("Waiting for table");
		}

		/** The stages in which a thread waits for another, as the manuals list them. */
		private boolean waitsForLock() {
			return this.state != null && (this.state.equals("User lock")
					|| (this.state.startsWith("Waiting for") && this.state.endsWith("lock"))
					|| this.state.equals("Waiting for table flush"));
		}

		/** Nothing is known of a session's state without its transaction. */
		Session session(@Nullable Transaction transaction, boolean told, @Nullable String name, Waits waits) {
			boolean asleep = "Sleep".equals(this.command);
			Transaction own = (transaction != null) ? transaction : Transaction.NONE;
			boolean waitsForRow = own.waits;
			boolean waitsForLock = waitsForRow || waitsForLock();
			String state = !asleep ? ACTIVE : (transaction != null) ? IDLE_IN_TRANSACTION : told ? IDLE : null;
			String type = waitsForLock ? "Lock" : asleep ? "Client" : null;
			String event = waitsForRow ? "row lock" : waitsForLock ? this.state : null;
			Double waited = waitsForRow ? own.waitSeconds : this.seconds;
			LockWait wait = waitsForLock ? waits.of(this.id, event, waited, this.database) : null;
			return new Session(this.id, null, this.database, this.user, name, this.host, state, type, event,
					own.seconds, asleep ? null : this.seconds, this.query, waits.blockers(this.id), wait,
					backendType());
		}

		private @Nullable String backendType() {
			boolean client = !NO_CLIENTS.contains(this.command) && !NO_USERS.contains(String.valueOf(this.user));
			return client ? null : this.command;
		}

	}

}
