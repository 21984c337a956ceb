package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The change set that the application wrote in a transaction, or behind a statement in
 * auto-commit mode.
 *
 * @param parts the ids of its rows, in order
 * @param kind how it belongs to the transaction
 */
record ChangeSetOwner(List<Long> parts, Kind kind) {

	private static final String SAME_TRANSACTION = """
			select id from dbmonitor_change_set
			where transaction_id = ?::xid8 and transaction_at = ? and database_user is null
				and not exists (select from dbmonitor_change c where c.change_set_id = id and c.operation = 'READ')
			order by id
			""";

	/**
	 * In auto-commit mode the record of a statement is the next thing that its backend
	 * writes, and comes at once. A statement's names the table, as one of those written;
	 * the mapper's is alone in its transaction.
	 */
	private static final String BEHIND = """
			select s.id, exists (select from dbmonitor_change c where c.change_set_id = s.id and c.source = 'STATEMENT')
			from (select * from dbmonitor_change_set
				where transaction_id > ?::xid8 and transaction_at >= ? and backend_pid = ?
				order by transaction_id
				limit 1) s
			where s.database_user is null
				and s.transaction_at < (select max(w.written_at) from dbmonitor_write w
					where w.transaction_id = ?::xid8) + interval '10 seconds'
				and not exists (select from dbmonitor_write w where w.backend_pid = s.backend_pid
					and w.transaction_id > ?::xid8 and w.transaction_id <= s.transaction_id)
				and exists (select from dbmonitor_change c where c.change_set_id = s.id and (c.source = 'ORM'
					or (c.source = 'STATEMENT' and c.field_changes -> '@statement' ->> 'atomic' = 'false'
						and exists (select from dbmonitor_write w where w.transaction_id = ?::xid8
							and lower(w.table_name) = lower(replace(regexp_replace(
								c.field_changes -> '@statement' ->> 'table', '^.*\\.', ''), '"', ''))))))
			""";

	/**
	 * Find who owns a transaction.
	 * @param transaction the transaction
	 * @param connection a connection to its database
	 * @return the owner, {@code null} where there is none
	 * @throws SQLException if the connection fails
	 */
	static @Nullable ChangeSetOwner of(WrittenTransaction transaction, Connection connection) throws SQLException {
		List<Long> parts = new ArrayList<>();
		try (PreparedStatement statement = connection.prepareStatement(SAME_TRANSACTION)) {
			statement.setString(1, transaction.id());
			statement.setObject(2, transaction.at());
			read(statement, parts);
		}
		if (!parts.isEmpty()) {
			return new ChangeSetOwner(parts, Kind.SAME_TRANSACTION);
		}
		try (PreparedStatement statement = connection.prepareStatement(BEHIND)) {
			statement.setString(1, transaction.id());
			statement.setObject(2, transaction.at());
			statement.setInt(3, transaction.pid());
			statement.setString(4, transaction.id());
			statement.setString(5, transaction.id());
			statement.setString(6, transaction.id());
			try (ResultSet row = statement.executeQuery()) {
				return row.next() ? new ChangeSetOwner(List.of(row.getLong(1)),
						row.getBoolean(2) ? Kind.STATEMENT_BEHIND : Kind.MAPPER_BEHIND) : null;
			}
		}
	}

	private static void read(PreparedStatement statement, List<Long> parts) throws SQLException {
		try (ResultSet row = statement.executeQuery()) {
			while (row.next()) {
				parts.add(row.getLong(1));
			}
		}
	}

	long last() {
		return this.parts.get(this.parts.size() - 1);
	}

	/** How a change set belongs to a transaction. */
	enum Kind {

		/** It was written in it. */
		SAME_TRANSACTION,

		/** It tells of a statement in auto-commit mode. */
		STATEMENT_BEHIND,

		/** It tells what the mapper wrote in auto-commit mode. */
		MAPPER_BEHIND

	}

}
