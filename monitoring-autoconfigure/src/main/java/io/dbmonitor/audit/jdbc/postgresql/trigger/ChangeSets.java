package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSetIds;
import io.dbmonitor.audit.DatabaseSession;
import io.dbmonitor.audit.StatementWrite;
import io.dbmonitor.audit.jdbc.ChangeParameters;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the store, as far as joining reads and writes them. Belongs to one
 * connection.
 */
final class ChangeSets {

	private static final String OF_MAPPER = """
			select entity, entity_id, operation, source, field_changes, place from dbmonitor_change
			where change_set_id = any (?) and source = 'ORM'
			order by place
			""";

	private static final String COUNT_OF_MAPPER = """
			select count(*) from dbmonitor_change where change_set_id = any (?) and source = 'ORM'
			""";

	private static final String LAST_PLACE = "select coalesce(max(place), -1) from dbmonitor_change where change_set_id = ?";

	private static final String UNCOUNTED = """
			select place from dbmonitor_change where change_set_id = any (?) and source = 'STATEMENT'
				and entity = ? and operation = ? and field_changes -> '@statement' ->> 'rows' is null
				and lower(replace(regexp_replace(field_changes -> '@statement' ->> 'table', '^.*\\.', ''), '"', ''))
					= lower(replace(regexp_replace(?, '^.*\\.', ''), '"', ''))
			order by place
			""";

	/**
	 * Its id is that of the write, so its place among all change sets is that of the
	 * write.
	 */
	private static final String ADD = """
			insert into dbmonitor_change_set (id, uuid, changed_at, database_user, database_application,
				database_client, transaction_id, transaction_at, backend_pid)
			values (?, ?, ?, ?, ?, ?, ?::xid8, ?, ?)
			""";

	private static final String ADD_LIKE = """
			insert into dbmonitor_change_set (id, uuid, changed_at, actor, route, trace_id, transaction_name, instance,
				transaction_id, transaction_at, backend_pid)
			select ?, ?, ?, actor, route, trace_id, transaction_name, instance, ?::xid8, ?, ?
			from dbmonitor_change_set where id = ?
			""";

	private static final String ADD_CHANGE = """
			insert into dbmonitor_change (change_set_id, place, entity, entity_id, operation, source, field_changes)
			values (?, ?, ?, ?, ?, ?, ?::json)
			""";

	private static final String LATEST_NAME = """
			select entity from dbmonitor_change where entity = any (?) and entity_id = ?
			order by change_set_id desc, place desc limit 1
			""";

	private final Connection connection;

	ChangeSets(Connection connection) {
		this.connection = connection;
	}

	long countOfMapper(ChangeSetOwner owner) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(COUNT_OF_MAPPER)) {
			setParts(statement, owner);
			return number(statement);
		}
	}

	/** What the mapper recorded, of the entities whose ids are asked for. */
	List<KnownChange> ofMapper(ChangeSetOwner owner, Predicate<String> ids) throws SQLException {
		List<KnownChange> known = new ArrayList<>();
		try (PreparedStatement statement = this.connection.prepareStatement(OF_MAPPER)) {
			statement.setFetchSize(WriteQueue.CHUNK);
			setParts(statement, owner);
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					if (ids.test(row.getString(2))) {
						known.add(new KnownChange(row.getLong(6), ChangeParameters.read(row)));
					}
				}
			}
		}
		return known;
	}

	long lastPlace(long changeSet) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(LAST_PLACE)) {
			statement.setLong(1, changeSet);
			return number(statement);
		}
	}

	/**
	 * Find the places of statements of the application that wrote a table, nobody knows
	 * how many rows of it.
	 */
	List<Long> uncounted(Change change, StatementWrite statement, ChangeSetOwner owner) throws SQLException {
		try (PreparedStatement prepared = this.connection.prepareStatement(UNCOUNTED)) {
			setParts(prepared, owner);
			prepared.setString(2, change.entity());
			prepared.setString(3, change.operation().name());
			prepared.setString(4, statement.table());
			List<Long> places = new ArrayList<>();
			try (ResultSet row = prepared.executeQuery()) {
				while (row.next()) {
					places.add(row.getLong(1));
				}
			}
			return places;
		}
	}

	/** Add a change set of what no transaction of the application owns. */
	void add(WrittenTransaction transaction) throws SQLException {
		DatabaseSession session = transaction.session();
		try (PreparedStatement statement = this.connection.prepareStatement(ADD)) {
			statement.setLong(1, transaction.lastWrite());
			statement.setObject(2, ChangeSetIds.next(transaction.time()));
			statement.setObject(3, transaction.at());
			statement.setString(4, session.user());
			statement.setString(5, session.application());
			statement.setString(6, session.client());
			set(transaction, statement, 7);
			statement.executeUpdate();
		}
	}

	/**
	 * Add a change set of what the application did in another transaction than the
	 * record.
	 */
	void addLike(ChangeSetOwner owner, WrittenTransaction transaction) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(ADD_LIKE)) {
			statement.setLong(1, transaction.lastWrite());
			statement.setObject(2, ChangeSetIds.next(transaction.time()));
			statement.setObject(3, transaction.at());
			statement.setLong(set(transaction, statement, 4), owner.last());
			statement.executeUpdate();
		}
	}

	private static int set(WrittenTransaction transaction, PreparedStatement statement, int first) throws SQLException {
		statement.setString(first, transaction.id());
		statement.setObject(first + 1, transaction.at());
		statement.setInt(first + 2, transaction.pid());
		return first + 3;
	}

	/** Changes to be added. */
	Batch batch(long changeSet) throws SQLException {
		return new Batch(this.connection.prepareStatement(ADD_CHANGE), changeSet);
	}

	/** Under which of several names an entity was last recorded. */
	@Nullable String latestName(List<String> names, String id) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(LATEST_NAME)) {
			statement.setArray(1, this.connection.createArrayOf("text", names.toArray()));
			statement.setString(2, id);
			try (ResultSet row = statement.executeQuery()) {
				return row.next() ? row.getString(1) : null;
			}
		}
	}

	private void setParts(PreparedStatement statement, ChangeSetOwner owner) throws SQLException {
		statement.setArray(1, this.connection.createArrayOf("bigint", owner.parts().toArray()));
	}

	private static long number(PreparedStatement statement) throws SQLException {
		try (ResultSet row = statement.executeQuery()) {
			row.next();
			return row.getLong(1);
		}
	}

	/** Adds changes to one change set. */
	static final class Batch implements AutoCloseable {

		private final PreparedStatement statement;

		private final long changeSet;

		private int waiting;

		private final Map<ChangeOperation, Long> added = new EnumMap<>(ChangeOperation.class);

		Batch(PreparedStatement statement, long changeSet) {
			this.statement = statement;
			this.changeSet = changeSet;
		}

		void add(long place, Change change) throws SQLException {
			this.statement.setLong(1, this.changeSet);
			this.statement.setLong(2, place);
			ChangeParameters.set(change, this.statement, 3);
			this.statement.addBatch();
			this.added.merge(change.operation(), 1L, Long::sum);
			if (++this.waiting == WriteQueue.CHUNK) {
				flush();
			}
		}

		boolean isEmpty() {
			return this.added.isEmpty();
		}

		void flush() throws SQLException {
			if (this.waiting > 0) {
				this.statement.executeBatch();
				this.waiting = 0;
			}
		}

		Map<ChangeOperation, Long> added() {
			return this.added;
		}

		@Override
		public void close() throws SQLException {
			this.statement.close();
		}

	}

}
