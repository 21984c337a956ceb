package io.dbmonitor.audit.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The partitions of the tables on PostgreSQL: by ranges of ids, of which each month has
 * one. With a new month the sequence of the ids goes on where the month's range begins,
 * so ids go up all the time, each has a partition, and a sequence that is moved on too
 * late does no more than to leave some days in the partition of the month before. Nothing
 * that is done here takes a lock that a writer waits for. Belongs to one thread.
 */
final class MonthlyPartitions {

	/** As many as 400,000 a second for a month. */
	private static final int BITS = 40;

	private static final List<String> TABLES = List.of("dbmonitor_change_set", "dbmonitor_change");

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final int MONTHS = 12;

	/** PostgreSQL's SQLState. */
	private static final String LOCK_NOT_AVAILABLE = "55P03";

	/** And when the driver or an administrator cancels a statement. */
	private static final Set<String> INTERRUPTED = Set.of(LOCK_NOT_AVAILABLE, "57014");

	private static final String FIND = """
			select c.relname, case when i.inhrelid is null then 'DETACHED'
				when i.inhdetachpending then 'PENDING' else 'ATTACHED' end
			from pg_class c left join pg_inherits i on i.inhrelid = c.oid
			where c.relkind = 'r' and c.relname ~ '^%1$s_\\d{4}_\\d{2}$'
			and c.relnamespace = (select relnamespace from pg_class where oid = to_regclass('%1$s'))
			""";

	private static final String YOUNG = "select 1 from dbmonitor_change_set_%s where changed_at >= ? limit 1";

	private static final String HELD = "select 1 from dbmonitor_change_%s c where "
			+ ExpiredChanges.underHold("c").strip() + " limit 1";

	private final Connection connection;

	private final RemovalRecord removals;

	MonthlyPartitions(Connection connection, RemovalRecord removals) {
		this.connection = connection;
		this.removals = removals;
	}

	/**
	 * Return whether tables are partitioned.
	 * @param connection a connection to PostgreSQL
	 * @return {@code null} where there are none
	 * @throws SQLException if the connection fails
	 */
	static @Nullable Boolean isPartitioned(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(
						"select relkind = 'p' from pg_class where oid = to_regclass('dbmonitor_change_set')")) {
			return row.next() ? row.getBoolean(1) : null;
		}
	}

	/**
	 * Keep other instances off while partitions are detached, until a transaction ends. A
	 * lock that takes a row would take a snapshot too, and detaching waits for those.
	 * @param guard a connection for this alone, not in auto-commit mode
	 * @return whether no other instance is at it
	 * @throws SQLException if that cannot be found out
	 */
	static boolean tryLock(Connection guard) throws SQLException {
		try (Statement statement = guard.createStatement()) {
			statement.execute("lock table dbmonitor_lock in share update exclusive mode nowait");
			return true;
		}
		catch (SQLException ex) {
			if (LOCK_NOT_AVAILABLE.equals(ex.getSQLState())) {
				return false;
			}
			throw ex;
		}
	}

	/**
	 * Make the partitions of a month and of the next one, and let ids begin in the month,
	 * as far as that was not done.
	 * @param month the month
	 * @throws SQLException if it cannot be done
	 */
	void createAhead(YearMonth month) throws SQLException {
		this.connection.setAutoCommit(false);
		try {
			if (!isReady(month)) {
				execute("set local lock_timeout = '5s'");
				KeepingLock.take(this.connection);
				for (String table : TABLES) {
					create(table, month);
					create(table, month.plusMonths(1));
				}
				// Another instance can have come first
				execute(("select setval('dbmonitor_change_set_id', %1$d, false) from dbmonitor_change_set_id"
						+ " where last_value < %1$d")
					.formatted(first(month)));
			}
			this.connection.commit();
			// Whoever asks something next is to leave no transaction open
			this.connection.setAutoCommit(true);
		}
		catch (SQLException | RuntimeException | Error ex) {
			this.connection.rollback();
			throw ex;
		}
	}

	private boolean isReady(YearMonth month) throws SQLException {
		for (String table : TABLES) {
			Map<YearMonth, State> states = states(table);
			if (states.get(month) != State.ATTACHED || states.get(month.plusMonths(1)) != State.ATTACHED) {
				return false;
			}
		}
		return lastId() >= first(month);
	}

	private void create(String table, YearMonth month) throws SQLException {
		if (states(table).get(month) != State.ATTACHED) {
			// To create it as a partition would lock the whole table
			execute("create table if not exists %1$s_%2$s (like %1$s including all)".formatted(table, suffix(month)));
			attach(table, month);
		}
	}

	private void attach(String table, YearMonth month) throws SQLException {
		execute("alter table %1$s attach partition %1$s_%2$s for values from (%3$d) to (%4$d)".formatted(table,
				suffix(month), first(month), first(month.plusMonths(1))));
	}

	/**
	 * Drop what is old enough as a whole, has nothing that is held and gets nothing more
	 * from triggers. What was left halfway is gone on with.
	 * @param before how old what goes has to be
	 * @return the first id of all partitions that are not old enough
	 * @throws SQLException if it cannot be done
	 */
	long dropBehind(Instant before) throws SQLException {
		this.connection.setAutoCommit(true);
		restore(before);
		long last = lastId();
		for (YearMonth month : states(TABLES.get(0)).keySet()) {
			if (first(month.plusMonths(1)) > last || !isOld(month, before)) {
				return first(month);
			}
			if (!isHeld(month) && !isAwaited(month)
					&& this.removals.isRemovable(changeSets(month), ids(month), this.connection)) {
				drop(month, before);
			}
			else {
				inTransaction(() -> this.removals.returned(ids(month), this.connection));
			}
		}
		return last;
	}

	/**
	 * Bring back all that was left halfway.
	 * @throws SQLException if it cannot be done
	 */
	void restoreAll() throws SQLException {
		this.connection.setAutoCommit(true);
		for (YearMonth month : states(TABLES.get(0)).keySet()) {
			if (isLeft(month)) {
				restore(month);
			}
		}
	}

	/** What was interrupted halfway, and has to stay by now, comes back. */
	private void restore(Instant before) throws SQLException {
		for (YearMonth month : states(TABLES.get(0)).keySet()) {
			if (isLeft(month) && hasToStay(month, before)) {
				restore(month);
			}
		}
	}

	private void restore(YearMonth month) throws SQLException {
		for (String table : TABLES) {
			if (states(table).get(month) == State.PENDING) {
				detach(table, month);
			}
		}
		inTransaction(() -> {
			KeepingLock.take(this.connection);
			attachAgain(month);
		});
	}

	private boolean isLeft(YearMonth month) throws SQLException {
		for (String table : TABLES) {
			if (states(table).get(month) != State.ATTACHED) {
				return true;
			}
		}
		return false;
	}

	private void attachAgain(YearMonth month) throws SQLException {
		for (String table : TABLES) {
			if (states(table).get(month) == State.DETACHED) {
				attach(table, month);
			}
		}
		this.removals.returned(ids(month), this.connection);
	}

	/**
	 * Detaching waits for those who are using the table, and nobody waits for it. Change
	 * sets go first, as whoever has written one may be about to write its changes. What
	 * was held or written until then comes back.
	 */
	private void drop(YearMonth month, Instant before) throws SQLException {
		inTransaction(() -> this.removals.dropping(ids(month), this.connection));
		for (String table : TABLES) {
			detach(table, month);
		}
		inTransaction(() -> {
			// The one that holds take
			KeepingLock.take(this.connection);
			// Whoever places a hold waits meanwhile
			execute("set local lock_timeout = '5s'");
			if (!hasToStay(month, before) && this.removals.isKnown(changeSets(month), ids(month), this.connection)) {
				execute("drop table dbmonitor_change_%1$s, dbmonitor_change_set_%1$s".formatted(suffix(month)));
				this.removals.dropped(ids(month), this.connection);
			}
			else {
				attachAgain(month);
			}
		});
	}

	private void inTransaction(Work work) throws SQLException {
		this.connection.setAutoCommit(false);
		try {
			work.run();
			this.connection.commit();
		}
		catch (SQLException | RuntimeException | Error ex) {
			this.connection.rollback();
			throw ex;
		}
		finally {
			this.connection.setAutoCommit(true);
		}
	}

	private void detach(String table, YearMonth month) throws SQLException {
		State state = states(table).get(month);
		if (state == State.ATTACHED || state == State.PENDING) {
			try {
				execute("alter table %1$s detach partition %1$s_%2$s %3$s".formatted(table, suffix(month),
						(state == State.ATTACHED) ? "concurrently" : "finalize"));
			}
			catch (SQLException ex) {
				throw INTERRUPTED.contains(String.valueOf(ex.getSQLState())) ? interrupted(table, month, ex) : ex;
			}
		}
	}

	private static SQLException interrupted(String table, YearMonth month, SQLException ex) {
		return new SQLException(
				"Other transactions have been using " + table + " for too long, so the partition " + table + "_"
						+ suffix(month) + " is detached halfway. It is gone on with soon: " + ex.getMessage(),
				ex.getSQLState(), ex);
	}

	private boolean hasToStay(YearMonth month, Instant before) throws SQLException {
		return !isOld(month, before) || isHeld(month) || isAwaited(month);
	}

	private boolean isOld(YearMonth month, Instant before) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(YOUNG.formatted(suffix(month)))) {
			statement.setObject(1, OffsetDateTime.ofInstant(before, ZoneOffset.UTC));
			try (ResultSet row = statement.executeQuery()) {
				return !row.next();
			}
		}
	}

	private boolean isHeld(YearMonth month) throws SQLException {
		try (Statement statement = this.connection.createStatement();
				ResultSet row = statement.executeQuery(HELD.formatted(suffix(month)))) {
			return row.next();
		}
	}

	/** What triggers recorded becomes change sets with the ids that it has. */
	private boolean isAwaited(YearMonth month) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			try (ResultSet row = statement.executeQuery("select to_regclass('dbmonitor_write') is null")) {
				if (row.next() && row.getBoolean(1)) {
					return false;
				}
			}
			RemovalRecord.IdRange ids = ids(month);
			try (ResultSet row = statement
				.executeQuery("select 1 from dbmonitor_write where id between %d and %d limit 1".formatted(ids.first(),
						ids.last()))) {
				return row.next();
			}
		}
	}

	private long lastId() throws SQLException {
		try (Statement statement = this.connection.createStatement();
				ResultSet row = statement.executeQuery("select last_value from dbmonitor_change_set_id")) {
			row.next();
			return row.getLong(1);
		}
	}

	/** By months in their order. */
	private Map<YearMonth, State> states(String table) throws SQLException {
		Map<YearMonth, State> states = new TreeMap<>();
		try (Statement statement = this.connection.createStatement();
				ResultSet row = statement.executeQuery(FIND.formatted(table))) {
			while (row.next()) {
				String suffix = row.getString(1).substring(table.length() + 1);
				states.put(YearMonth.parse(suffix.replace('_', '-')), State.valueOf(row.getString(2)));
			}
		}
		return states;
	}

	private void execute(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.setQueryTimeout((int) TIMEOUT.toSeconds());
			statement.execute(sql);
		}
	}

	private static String suffix(YearMonth month) {
		return String.format(Locale.ROOT, "%04d_%02d", month.getYear(), month.getMonthValue());
	}

	private static String changeSets(YearMonth month) {
		return "dbmonitor_change_set_" + suffix(month);
	}

	private static RemovalRecord.IdRange ids(YearMonth month) {
		return new RemovalRecord.IdRange(first(month), first(month.plusMonths(1)) - 1);
	}

	private static long first(YearMonth month) {
		return ((long) month.getYear() * MONTHS + month.getMonthValue() - 1) << BITS;
	}

	/** Does something in a transaction. */
	@FunctionalInterface
	private interface Work {

		void run() throws SQLException;

	}

	/** What a partition is to its table. */
	private enum State {

		/** One of it. */
		ATTACHED,

		/** Not to be seen any more. */
		PENDING,

		/** A table of its own. */
		DETACHED

	}

}
