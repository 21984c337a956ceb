package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What triggers recorded and nobody has joined yet. Belongs to one connection, which is
 * not in auto-commit mode.
 */
final class WriteQueue {

	/** How many rows are converted together. */
	static final int CHUNK = 1000;

	/** Rows can be large. */
	private static final int FETCHED = 20;

	/** In characters. */
	private static final long MAX_LENGTH = 2_000_000;

	private static final long LOCK = 0x64626D6F6E74L;

	/**
	 * Money is read as the triggers write it. What a crash takes of a commit is in the
	 * queue again, so nobody has to wait for the disk.
	 */
	private static final String SETTINGS = """
			, set_config('lc_monetary', 'C', true), set_config('synchronous_commit', 'off', true)
			""";

	private static final String EXISTS = """
			select to_regclass('dbmonitor_write') is not null and not pg_is_in_recovery() and exists (
				select from pg_attribute where attrelid = to_regclass('dbmonitor_row') and attname = 'place')
			""";

	private static final String WAITING = "select exists (select from dbmonitor_write where table_oid = any (?))";

	/** By the server's clock alone. */
	private static final String BACKLOG = """
			select count(*), extract(epoch from clock_timestamp() - min(written_at)) * 1000
			from dbmonitor_write where table_oid = any (?)
			""";

	private static final String TRANSACTION = """
			select w.transaction_id::text, w.transaction_at, max(w.id), max(w.backend_pid), max(w.written_at) < clock_timestamp() - ? * interval '1 millisecond',
				max(w.database_user), max(w.database_application), max(w.database_client),
				coalesce(min(w.id) filter (where w.operation = 'DELETE') < max(w.id) filter (where w.operation = 'UPDATE'), false)
			from dbmonitor_write w
			where w.transaction_id = (select transaction_id from dbmonitor_write where table_oid = any (?)
					and transaction_id > ?::xid8 order by transaction_id limit 1)
				and w.table_oid = any (?)
			group by w.transaction_id, w.transaction_at
			order by w.transaction_at
			limit 1
			""";

	/**
	 * What a trigger of somebody else's writes is recorded before what has fired it, and
	 * comes behind it.
	 */
	private static final String WRITTEN = """
			with written as materialized (
				select w.*, coalesce((select o.id from dbmonitor_write o where o.transaction_id = w.transaction_id
					and o.id < w.id and o.depth <= w.depth order by o.id desc limit 1), 0) as cause
				from dbmonitor_write w
				where w.transaction_id = ?::xid8 and w.transaction_at = ? and w.table_oid = any (?)
			)
			""";

	private static final String ROWS = WRITTEN + "select " + RecordedRow.COLUMNS + """
			, null, false
			from written w
			left join dbmonitor_row r on r.write_id = w.id
			order by w.cause, w.depth, w.id, r.place
			""";

	/**
	 * Referential actions of one statement can update a row and delete it, and what they
	 * deleted may be told first. So what was deleted as it was updated later, and was not
	 * made anew in between, comes once more behind that.
	 */
	private static final String REORDERED_ROWS = WRITTEN + """
			, late as (
				select distinct on (d.ctid) d.ctid as deleted, u.cause, u.depth, u.id, n.old_row as updated
				from written w
				join dbmonitor_row d on d.write_id = w.id
				join written u on u.table_oid = w.table_oid and u.depth = w.depth and u.id > w.id
				join dbmonitor_row n on n.write_id = u.id and n.new_row = d.old_row
				where w.operation = 'DELETE' and u.operation = 'UPDATE' and n.old_row is not null
					and not exists (select from written b join dbmonitor_row e on e.write_id = b.id
						where b.table_oid = w.table_oid and b.id > w.id and b.id < u.id and e.new_row = n.old_row)
				order by d.ctid, u.id desc, n.place desc
			)
			select\s""" + RecordedRow.COLUMNS + """
			, l.updated, at.late
			from written w
			left join dbmonitor_row r on r.write_id = w.id
			left join late l on l.deleted = r.ctid
			cross join lateral (
				select w.cause, w.depth, w.id, false
				union all
				select l.cause, l.depth, l.id, true where l.deleted is not null
			) as at (cause, depth, id, late)
			order by at.cause, at.depth, at.id, at.late, r.place
			""";

	private static final String DELETE = """
			with written as (
				delete from dbmonitor_write
				where transaction_id = ?::xid8 and transaction_at = ? and table_oid = any (?)
				returning id
			)
			delete from dbmonitor_row where write_id in (select id from written)
			""";

	private static final String DROPPED = """
			select distinct table_oid, table_name from dbmonitor_write w
			where table_schema = any (current_schemas(false)) and not exists (select from pg_class c where c.oid = w.table_oid)
			""";

	private final Connection connection;

	private final Long[] tables;

	/**
	 * Make a queue.
	 * @param connection leads to it
	 * @param tables the oids of the tables whose rows are asked for
	 */
	WriteQueue(Connection connection, Collection<Long> tables) {
		this.connection = connection;
		this.tables = tables.toArray(Long[]::new);
	}

	/** Whether there is a queue, as this version has it. */
	static boolean exists(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(EXISTS);
				ResultSet row = statement.executeQuery()) {
			return row.next() && row.getBoolean(1);
		}
	}

	/**
	 * Find tables whose rows are in the queue, but which were dropped.
	 * @return by their oids their names, without the schema
	 */
	static Map<Long, String> dropped(Connection connection) throws SQLException {
		Map<Long, String> dropped = new HashMap<>();
		try (PreparedStatement statement = connection.prepareStatement(DROPPED);
				ResultSet row = statement.executeQuery()) {
			while (row.next()) {
				dropped.put(row.getLong(1), row.getString(2));
			}
		}
		return dropped;
	}

	/**
	 * Only one at a time joins. The lock is held until the transaction ends.
	 * @param wait whether to wait for it
	 * @return whether it is held now
	 */
	boolean lock(boolean wait) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(
				(wait ? "select pg_advisory_xact_lock(?) is not null" : "select pg_try_advisory_xact_lock(?)")
						+ SETTINGS)) {
			statement.setLong(1, LOCK);
			try (ResultSet row = statement.executeQuery()) {
				return row.next() && row.getBoolean(1);
			}
		}
	}

	/**
	 * Find the next transaction.
	 * @param after the id of the transaction before, {@code "0"} for the first one
	 * @param patience how long to wait for what the application tells
	 * @return the transaction, {@code null} where there is none
	 */
	@Nullable WrittenTransaction next(String after, Duration patience) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(TRANSACTION)) {
			statement.setLong(1, patience.toMillis());
			statement.setArray(2, this.connection.createArrayOf("oid", this.tables));
			statement.setString(3, after);
			statement.setArray(4, this.connection.createArrayOf("oid", this.tables));
			try (ResultSet row = statement.executeQuery()) {
				return row.next() ? WrittenTransaction.of(row) : null;
			}
		}
	}

	/**
	 * Read what a transaction wrote.
	 * @param transaction the transaction
	 * @param reading takes a bounded number of rows at a time
	 */
	void read(WrittenTransaction transaction, Reading reading) throws SQLException {
		try (PreparedStatement statement = this.connection
			.prepareStatement(transaction.reordered() ? REORDERED_ROWS : ROWS)) {
			statement.setFetchSize(FETCHED);
			set(transaction, statement);
			List<RecordedRow> chunk = new ArrayList<>();
			long length = 0;
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					if (chunk.size() == CHUNK || length >= MAX_LENGTH) {
						reading.read(chunk);
						chunk = new ArrayList<>();
						length = 0;
					}
					RecordedRow next = RecordedRow.of(row);
					chunk.add(next);
					length += next.length();
				}
			}
			if (!chunk.isEmpty()) {
				reading.read(chunk);
			}
		}
	}

	/** Whether something is not joined yet. */
	boolean isWaiting() throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(WAITING)) {
			statement.setArray(1, this.connection.createArrayOf("oid", this.tables));
			try (ResultSet row = statement.executeQuery()) {
				return row.next() && row.getBoolean(1);
			}
		}
	}

	/** See how much is not joined yet. */
	WriteBacklog backlog(String dataSource) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(BACKLOG)) {
			statement.setArray(1, this.connection.createArrayOf("oid", this.tables));
			try (ResultSet row = statement.executeQuery()) {
				row.next();
				long writes = row.getLong(1);
				return new WriteBacklog(dataSource, writes,
						(writes > 0) ? Instant.now().minusMillis(row.getLong(2)) : null);
			}
		}
	}

	/** What was joined is not needed any more. */
	void delete(WrittenTransaction transaction) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(DELETE)) {
			set(transaction, statement);
			statement.executeUpdate();
		}
	}

	private void set(WrittenTransaction transaction, PreparedStatement statement) throws SQLException {
		statement.setString(1, transaction.id());
		statement.setObject(2, transaction.at());
		statement.setArray(3, this.connection.createArrayOf("oid", this.tables));
	}

	/** Takes rows. */
	@FunctionalInterface
	interface Reading {

		void read(List<RecordedRow> rows) throws SQLException;

	}

}
