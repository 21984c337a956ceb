package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * Searches the tables for what the chain does not know of: change sets without a seal,
 * and changes without a change set. A few thousand rows at a time, each in a snapshot of
 * its own. Belongs to one connection.
 */
final class InsertedSearch {

	private static final int SCANNED = 20_000;

	/**
	 * A change set that has no seal, though all up to the mark have, or that is from a
	 * transaction that there has not been yet.
	 */
	private static final String WITHOUT_SEAL = """
			with chunk as materialized (
				select id, transaction_id, changed_at from dbmonitor_change_set where id >= ? order by id limit ?
			), mark as (
				select sealed_transaction, sealed_id from dbmonitor_seal order by position desc limit 1
			)
			select last.id, s.id, s.changed_at,
				(select c.entity || ' ' || c.entity_id from dbmonitor_change c where c.change_set_id = s.id order by place limit 1)
			from (select max(id) as id from chunk) last left join lateral (
				select chunk.id, chunk.changed_at from chunk, mark
				where (transaction_id is null or (sealed_transaction < pg_snapshot_xmax(pg_current_snapshot())
						and ((transaction_id, id) <= (sealed_transaction, sealed_id)
							or transaction_id >= pg_snapshot_xmax(pg_current_snapshot()))))
					and not exists (select from dbmonitor_seal
						where change_set_id = chunk.id and kind = 'SEALED' and position > ?)
				order by chunk.id limit 1
			) s on true
			""";

	private static final String BOUND = "select max(change_set_id) from"
			+ " (select change_set_id from dbmonitor_change where change_set_id >= ? order by change_set_id limit ?) chunk";

	/**
	 * Both are written, and come of age, in one transaction; but of a month that is
	 * dropped change sets go first.
	 */
	private static final String WITHOUT_CHANGE_SET = """
			select c.change_set_id, min(c.entity || ' ' || c.entity_id)
			from dbmonitor_change c
			where c.change_set_id >= ? and c.change_set_id <= ?
				and not exists (select from dbmonitor_change_set s where s.id = c.change_set_id and s.id >= ? and s.id <= ?)
				and not exists (select from dbmonitor_seal d
					where d.kind = 'DROPPING' and c.change_set_id between d.change_set_id and d.last_change_set_id
						and not exists (select from dbmonitor_seal e where e.kind in ('DROPPED', 'RETURNED')
							and e.change_set_id = d.change_set_id and e.position > d.position))
			group by c.change_set_id order by c.change_set_id limit 1
			""";

	private final Connection connection;

	private final long start;

	/**
	 * Make a search.
	 * @param connection the connection, not in auto-commit mode
	 * @param start the last position before the first seal that counts
	 */
	InsertedSearch(Connection connection, long start) {
		this.connection = connection;
		this.start = start;
	}

	/**
	 * Search everything.
	 * @return the first one, {@code null} where there is none
	 * @throws SQLException if the connection fails
	 */
	@Nullable SealFinding find() throws SQLException {
		SealFinding finding = findWithoutSeal();
		return (finding != null) ? finding : findWithoutChangeSet();
	}

	private @Nullable SealFinding findWithoutSeal() throws SQLException {
		Long from = Long.MIN_VALUE;
		while (from != null) {
			StoredRows.lock(this.connection);
			try (PreparedStatement statement = this.connection.prepareStatement(WITHOUT_SEAL)) {
				statement.setLong(1, from);
				statement.setInt(2, SCANNED);
				statement.setLong(3, this.start);
				try (ResultSet row = statement.executeQuery()) {
					row.next();
					from = next(row.getObject(1, Long.class));
					Long inserted = row.getObject(2, Long.class);
					if (inserted != null) {
						return new SealFinding(SealFinding.Kind.INSERTED, inserted, null,
								row.getTimestamp(3).toInstant(), row.getString(4),
								"It has no seal, though all that was written by then is sealed, or its transaction is one"
										+ " that the server has not had yet.");
					}
				}
			}
			this.connection.commit();
		}
		return null;
	}

	private @Nullable SealFinding findWithoutChangeSet() throws SQLException {
		Long from = Long.MIN_VALUE;
		while (from != null) {
			StoredRows.lock(this.connection);
			Long last = bound(from);
			SealFinding finding = (last != null) ? findWithoutChangeSet(from, last) : null;
			if (finding != null) {
				return finding;
			}
			this.connection.commit();
			from = next(last);
		}
		return null;
	}

	/** Where to go on; an id can be any number. */
	private static @Nullable Long next(@Nullable Long last) {
		return (last != null && last < Long.MAX_VALUE) ? last + 1 : null;
	}

	private @Nullable Long bound(long from) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(BOUND)) {
			statement.setLong(1, from);
			statement.setInt(2, SCANNED);
			try (ResultSet row = statement.executeQuery()) {
				row.next();
				return row.getObject(1, Long.class);
			}
		}
	}

	private @Nullable SealFinding findWithoutChangeSet(long from, long last) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(WITHOUT_CHANGE_SET)) {
			statement.setLong(1, from);
			statement.setLong(2, last);
			statement.setLong(3, from);
			statement.setLong(4, last);
			try (ResultSet row = statement.executeQuery()) {
				return row.next() ? new SealFinding(SealFinding.Kind.INSERTED, row.getLong(1), null, null,
						row.getString(2), "There are changes in its name, and it is not there.") : null;
			}
		}
	}

}
