package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.EntityRows;
import io.dbmonitor.audit.RowReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The triggers of one database. Its connections are not in auto-commit mode. Safe for use
 * by several threads; in the database only one of them joins.
 */
final class DatabaseTriggers {

	private static final Logger logger = LoggerFactory.getLogger(DatabaseTriggers.class);

	/** How often tables and triggers are looked at. */
	private static final Duration EXAMINATION = Duration.ofSeconds(30);

	/** How long joining goes on before others have their turn. */
	private static final Duration TURN = Duration.ofSeconds(5);

	/** How often the queue is looked at, however often it is joined. */
	private static final Duration LOOK = Duration.ofSeconds(1);

	/** An empty queue says nothing about later. */
	private static final Duration STALE = Duration.ofMinutes(1);

	private static final String FIRST = "0";

	private final String dataSource;

	private final EntityRows rows;

	private final TriggerSettings settings;

	private final AuditRecorder recorder;

	private final AtomicLong bypassed = new AtomicLong();

	private volatile List<AuditedTable> tables = List.of();

	private volatile Map<Long, List<RowReader>> readers = Map.of();

	/** What could not be joined, for a while. */
	private final FailedTransactions failures;

	private volatile boolean ready;

	private volatile @Nullable WriteBacklog backlog;

	private volatile long lookedAt = System.nanoTime() - LOOK.toNanos();

	private volatile long examinedAt = System.nanoTime() - EXAMINATION.toNanos();

	DatabaseTriggers(String dataSource, EntityRows rows, TriggerSettings settings, AuditRecorder recorder,
			Consumer<Exception> faults) {
		this.failures = new FailedTransactions(faults);
		this.recorder = recorder;
		this.dataSource = dataSource;
		this.rows = rows;
		this.settings = settings;
	}

	private List<String> names() {
		return this.settings.tables().isEmpty() ? this.rows.tables(this.dataSource) : this.settings.tables();
	}

	/** Whether there is anything to record in this database. */
	boolean isNeeded() {
		return !names().isEmpty();
	}

	void install(Connection connection) throws SQLException {
		new TriggerInstallation(this.dataSource, connection).install(names());
		examine(connection);
	}

	/**
	 * Whoever removes them may give them up, so that nobody would join what they recorded
	 * until then.
	 */
	void remove(Connection connection) throws SQLException {
		new TriggerInstallation(this.dataSource, connection).remove();
		examine(connection);
		long deadline = System.nanoTime() + this.settings.patience().plus(TURN).toNanos();
		join(connection, true);
		while (isWaiting(connection) && System.nanoTime() < deadline) {
			try (Statement statement = connection.createStatement()) {
				statement.execute("select pg_sleep(0.1)");
			}
			connection.commit();
			join(connection, true);
		}
	}

	private boolean isWaiting(Connection connection) throws SQLException {
		boolean waiting = this.ready && new WriteQueue(connection, this.readers.keySet()).isWaiting();
		connection.commit();
		return waiting;
	}

	AuditTriggers.Scripts scripts(Connection connection) throws SQLException {
		TriggerInstallation installation = new TriggerInstallation(this.dataSource, connection);
		return new AuditTriggers.Scripts(this.dataSource, installation.installScript(names()),
				installation.removeScript(names()));
	}

	List<AuditedTable> tables() {
		return this.tables;
	}

	long bypassed() {
		return this.bypassed.get();
	}

	/**
	 * What is not joined yet, as the last look found it, {@code null} where that is not
	 * known.
	 */
	@Nullable WriteBacklog backlog() {
		WriteBacklog backlog = this.backlog;
		Duration stale = this.settings.interval().multipliedBy(2).plus(STALE);
		boolean old = System.nanoTime() - this.lookedAt >= stale.toNanos();
		return (backlog != null && backlog.since() == null && old) ? null : backlog;
	}

	/**
	 * Join what was committed, as long as it is this database's turn.
	 * @param connection leads to it
	 * @param wait whether to wait for somebody else who joins
	 */
	void join(Connection connection, boolean wait) throws SQLException {
		if (System.nanoTime() - this.examinedAt >= EXAMINATION.toNanos()) {
			examine(connection);
		}
		if (!this.ready) {
			this.backlog = null;
			return;
		}
		WriteJoin join = new WriteJoin(connection, this.readers, this.settings.patience(), this.recorder.settings(),
				this.failures);
		long start = System.nanoTime();
		String after = FIRST;
		WriteJoin.Joined joined;
		do {
			joined = join.next(after, wait);
			if (joined != null) {
				after = joined.id();
				joined.added().forEach(this.recorder::joined);
				this.bypassed.addAndGet(joined.bypassed());
			}
		}
		while (joined != null && System.nanoTime() - start < TURN.toNanos());
		if (wait || System.nanoTime() - this.lookedAt >= LOOK.toNanos()) {
			look(connection);
		}
	}

	/** See how far it is behind. */
	private void look(Connection connection) throws SQLException {
		WriteBacklog found = new WriteQueue(connection, this.readers.keySet()).backlog(this.dataSource);
		connection.commit();
		this.backlog = found;
		this.lookedAt = System.nanoTime();
	}

	/** See which tables and triggers there are. */
	void examine(Connection connection) throws SQLException {
		List<String> names = names();
		TriggerInstallation installation = new TriggerInstallation(this.dataSource, connection);
		Map<Long, List<RowReader>> readers = new HashMap<>();
		Map<String, List<Relation>> configured = installation.relations(names);
		configured.forEach((name, relations) -> relations
			.forEach((relation) -> readers.put(relation.oid(), List.of(PlainRows.of(name, this.recorder.settings())))));
		installation.relations(this.rows.tables(this.dataSource)).forEach((name, relations) -> {
			List<RowReader> known = this.rows.readers(this.dataSource, name);
			relations.forEach((relation) -> readers.computeIfPresent(relation.oid(), (oid, plain) -> known));
		});
		boolean ready = WriteQueue.exists(connection);
		if (ready) {
			WriteQueue.dropped(connection).forEach((oid, table) -> {
				List<RowReader> known = readers(table, names);
				if (!known.isEmpty()) {
					readers.put(oid, known);
				}
			});
		}
		List<AuditedTable> examined = installation.examine(names);
		connection.commit();
		this.readers = readers;
		this.ready = ready;
		tell(examined);
		this.tables = examined;
		this.examinedAt = System.nanoTime();
	}

	/** Of a table that is gone only its name is known. */
	private List<RowReader> readers(String table, List<String> names) {
		for (String name : names) {
			if (name.substring(name.lastIndexOf('.') + 1).replace("\"", "").equalsIgnoreCase(table)) {
				List<RowReader> known = this.rows.readers(this.dataSource, name);
				return known.isEmpty() ? List.of(PlainRows.of(name, this.recorder.settings())) : known;
			}
		}
		return List.of();
	}

	/** Whether anything is recorded is not known then. */
	void failed(Throwable failure) {
		this.tables = names().stream()
			.map((name) -> new AuditedTable(this.dataSource, name, null, false,
					"What triggers record cannot be joined: " + failure.getMessage(), List.of()))
			.toList();
		this.examinedAt = System.nanoTime() - EXAMINATION.toNanos();
		this.backlog = null;
	}

	private void tell(List<AuditedTable> examined) {
		for (AuditedTable table : examined) {
			if (table.problem() != null && this.tables.stream().noneMatch(table::equals)) {
				logger.warn("Not all that is written in the database of '{}' is recorded. {}", this.dataSource,
						table.problem());
			}
		}
	}

}
