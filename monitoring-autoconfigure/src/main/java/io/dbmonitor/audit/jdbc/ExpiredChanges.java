package io.dbmonitor.audit.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Deletes change sets that are too old from one database, the oldest first, in batches.
 * Of a change set that has changes under a hold those stay, and its row. Belongs to one
 * thread.
 */
final class ExpiredChanges {

	/** A change set has a thousand changes at most. */
	private static final int MAX_CHANGES = 5000;

	/**
	 * That a statement has written past the mapper may have changed each entity of its
	 * name.
	 */
	private static final String UNDER_HOLD = """
			exists (select 1 from dbmonitor_hold h
				where h.entity = %1$s.entity
				and (h.entity_id is null or h.entity_id = %1$s.entity_id or %1$s.entity_id = '*'))
			""";

	private static final String NEXT = """
			select s.id, s.changed_at, (select count(*) from dbmonitor_change c where c.change_set_id = s.id)
			from dbmonitor_change_set s
			where s.changed_at < ? and s.id < ?
			and s.changed_at >= ? and (s.changed_at > ? or s.id > ?)
			order by s.changed_at, s.id
			limit 500
			""";

	private static final String DELETE_CHANGES = "delete from dbmonitor_change where change_set_id in (%s) and not "
			+ underHold("dbmonitor_change");

	private static final String DELETE_CHANGE_SETS = """
			delete from dbmonitor_change_set where id in (%s)
			and not exists (select 1 from dbmonitor_change c where c.change_set_id = dbmonitor_change_set.id)
			""";

	private final Connection connection;

	private final StoredValues values;

	private final Instant before;

	private final long beforeId;

	private final RemovalRecord removals;

	private Last last = new Last(Instant.EPOCH, Long.MIN_VALUE);

	/**
	 * Make a run.
	 * @param connection a connection for this alone
	 * @param before how old what goes has to be
	 * @param beforeId the first id that stays, whatever its age
	 * @param removals has to know what goes
	 * @throws SQLException if the connection fails
	 */
	ExpiredChanges(Connection connection, Instant before, long beforeId, RemovalRecord removals) throws SQLException {
		this.removals = removals;
		this.connection = connection;
		this.values = StoredValues.in(connection);
		this.before = before;
		this.beforeId = beforeId;
		connection.setAutoCommit(false);
		// Each statement has to see the holds that were placed before the lock was taken
		connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
	}

	/**
	 * Return the condition under which a change stays.
	 * @param changes what the table, or one like it, is called in the statement
	 * @return SQL
	 */
	static String underHold(String changes) {
		return UNDER_HOLD.formatted(changes);
	}

	/**
	 * Delete the next batch, in a transaction of its own.
	 * @return whether there may be more; not where another instance is at it
	 * @throws SQLException if the database does not do it
	 */
	boolean deleteNext() throws SQLException {
		try {
			boolean more = KeepingLock.tryTake(this.connection) && deleteBatch();
			this.connection.commit();
			return more;
		}
		catch (SQLException | RuntimeException | Error ex) {
			this.connection.rollback();
			throw ex;
		}
	}

	private boolean deleteBatch() throws SQLException {
		List<Long> batch = next();
		if (batch.isEmpty()) {
			return false;
		}
		List<Long> removable = this.removals.removable(batch, this.connection);
		if (!removable.isEmpty()) {
			delete(this.connection, removable);
			this.removals.removed(removable, this.connection);
		}
		return true;
	}

	/**
	 * See whether the role may delete, by deleting nothing.
	 * @param connection the connection, not in auto-commit mode
	 * @throws SQLException if it may not
	 */
	static void tryOut(Connection connection) throws SQLException {
		// Who has the lock just now need not be waited for
		KeepingLock.tryTake(connection);
		delete(connection, List.of(Long.MIN_VALUE));
	}

	private static void delete(Connection connection, List<Long> changeSets) throws SQLException {
		String places = String.join(", ", Collections.nCopies(changeSets.size(), "?"));
		for (String sql : List.of(DELETE_CHANGES, DELETE_CHANGE_SETS)) {
			try (PreparedStatement statement = connection.prepareStatement(sql.formatted(places))) {
				for (int i = 0; i < changeSets.size(); i++) {
					statement.setLong(i + 1, changeSets.get(i));
				}
				statement.executeUpdate();
			}
		}
	}

	/** What stays is passed by. */
	private List<Long> next() throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(NEXT)) {
			statement.setObject(1, this.values.of(this.before));
			statement.setLong(2, this.beforeId);
			statement.setObject(3, this.values.of(this.last.at));
			statement.setObject(4, this.values.of(this.last.at));
			statement.setLong(5, this.last.id);
			List<Long> batch = new ArrayList<>();
			long changes = 0;
			try (ResultSet row = statement.executeQuery()) {
				while (changes < MAX_CHANGES && row.next()) {
					batch.add(row.getLong(1));
					this.last = new Last(this.values.time(row, 2), row.getLong(1));
					changes += row.getLong(3);
				}
			}
			return batch;
		}
	}

	/**
	 * The last change set that was looked at.
	 *
	 * @param at its time
	 * @param id its id
	 */
	private record Last(Instant at, long id) {
	}

}
