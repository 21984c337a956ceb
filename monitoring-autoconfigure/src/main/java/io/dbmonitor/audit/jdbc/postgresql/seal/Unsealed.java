package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Change sets that are to be sealed next. They are final: nothing that is running, and
 * nothing that triggers have recorded and that is not joined yet, can change them or come
 * before them, as both have higher ids of transactions. All of it is found in one
 * snapshot.
 *
 * @param next the next ones, in order, but those that have a seal of an epoch before
 * @param scanned up to where they are
 * @param more whether there may be more behind
 * @param bound the first id of a transaction that has to wait
 * @param queued whether it waits for what triggers recorded to be joined
 * @param anew whether ids of transactions have begun anew, so that these are the last of
 * those before
 */
record Unsealed(List<SealEntry.Mark> next, SealEntry.Mark scanned, boolean more, String bound, boolean queued,
		boolean anew) {

	private static final String QUEUE = "select to_regclass('dbmonitor_write') is not null";

	private static final String NEXT = """
			with now as materialized (
				select pg_snapshot_xmin(pg_current_snapshot()) as running, pg_snapshot_xmax(pg_current_snapshot()) as future,
					?::xid8 >= pg_snapshot_xmax(pg_current_snapshot()) as anew
			), waiting as materialized (
				select running, anew, first, case when anew then last >= future else first <= running end as queued
				from now left join (%s) queue on true
			), bound as materialized (
				select anew, coalesce(queued, false) as queued,
					case when not anew then least(running, first) when queued then '0' else '18446744073709551615' end as bound
				from waiting
			)
			select s.id, s.transaction_id::text, b.bound::text, b.queued, b.anew
			from bound b left join lateral (
				select id, transaction_id from dbmonitor_change_set
				where (transaction_id, id) > (?::xid8, ?) and transaction_id < b.bound
				order by transaction_id, id
				limit ?
			) s on true
			order by s.transaction_id, s.id
			""";

	private static final String SEALED = "select change_set_id from dbmonitor_seal"
			+ " where kind = 'SEALED' and change_set_id = any (?) and position > " + ChainStart.POSITION;

	private static final String QUEUED = """
			select (select transaction_id from dbmonitor_write order by transaction_id limit 1) as first,
				(select transaction_id from dbmonitor_write order by transaction_id desc limit 1) as last
			""";

	private static final String NOTHING_QUEUED = "select null::xid8 as first, null::xid8 as last";

	/**
	 * Find them.
	 * @param connection the connection, read committed
	 * @param mark up to where all is sealed
	 * @param scanned up to where nothing more can come
	 * @param limit how many
	 * @throws SQLException if the connection fails
	 */
	static Unsealed find(Connection connection, SealEntry.Mark mark, SealEntry.Mark scanned, int limit)
			throws SQLException {
		boolean queue = hasQueue(connection);
		Unsealed found = find(connection, queue, mark, scanned, limit);
		// Triggers that were installed meanwhile may have recorded some of it
		return (!queue && hasQueue(connection)) ? find(connection, true, mark, scanned, limit) : found;
	}

	private static Unsealed find(Connection connection, boolean queue, SealEntry.Mark mark, SealEntry.Mark scanned,
			int limit) throws SQLException {
		try (PreparedStatement statement = connection
			.prepareStatement(NEXT.formatted(queue ? QUEUED : NOTHING_QUEUED))) {
			SealEntry.Mark from = mark.later(scanned);
			statement.setString(1, mark.transaction());
			statement.setString(2, from.transaction());
			statement.setLong(3, from.id());
			statement.setInt(4, limit);
			try (ResultSet row = statement.executeQuery()) {
				row.next();
				String bound = row.getString(3);
				boolean queued = row.getBoolean(4);
				boolean anew = row.getBoolean(5);
				List<SealEntry.Mark> next = new ArrayList<>();
				do {
					if (row.getString(2) != null) {
						next.add(new SealEntry.Mark(row.getString(2), row.getLong(1)));
					}
				}
				while (row.next());
				boolean more = next.size() == limit;
				SealEntry.Mark last = more ? next.get(limit - 1) : new SealEntry.Mark(bound, Long.MIN_VALUE);
				return new Unsealed(withoutSeals(next, connection), last, more, bound, queued, anew);
			}
		}
	}

	/** Few at a time, as no plan for both tables is sure to use the index. */
	private static List<SealEntry.Mark> withoutSeals(List<SealEntry.Mark> changeSets, Connection connection)
			throws SQLException {
		Set<Long> sealed = new HashSet<>();
		try (PreparedStatement statement = connection.prepareStatement(SEALED)) {
			statement.setArray(1,
					connection.createArrayOf("bigint", changeSets.stream().map(SealEntry.Mark::id).toArray()));
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					sealed.add(row.getLong(1));
				}
			}
		}
		return changeSets.stream().filter((changeSet) -> !sealed.contains(changeSet.id())).toList();
	}

	private static boolean hasQueue(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(QUEUE)) {
			row.next();
			return row.getBoolean(1);
		}
	}

}
