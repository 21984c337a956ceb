package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The end of the chain, where entries are added: by one at a time, who has the lock of a
 * row until the transaction ends. Belongs to one transaction, which is read committed and
 * has to end with it.
 */
final class SealChain {

	private static final String LOCK = "select name from dbmonitor_lock where name = 'sealing' for update";

	private static final String HEAD = "select " + SealEntry.COLUMNS
			+ " from dbmonitor_seal order by position desc limit 1";

	private static final String BEGIN = "select content_hash from dbmonitor_seal where kind = 'BEGIN' and position = 0";

	private static final String INSERT = """
			insert into dbmonitor_seal (position, kind, change_set_id, last_change_set_id, sealed_transaction, sealed_id,
				changes, parts_hash, content_hash, sealed_at, chain_hash, sealed_by)
			values (?, ?, ?, ?, ?::xid8, ?, ?, ?, ?, ?, ?, ?::xid8)
			""";

	private static final String BEFORE = "select chain_hash from dbmonitor_seal where position = ?";

	private static final int CHUNK = 500;

	private final Connection connection;

	private final SealHash hash;

	private final Hash id;

	private long position;

	private SealEntry.Mark mark;

	private Hash end;

	private @Nullable PreparedStatement insert;

	private int waiting;

	private @Nullable Instant now;

	private @Nullable String by;

	private SealChain(Connection connection, @Nullable String key, Hash id, long position, SealEntry.Mark mark,
			Hash end) {
		this.connection = connection;
		this.hash = SealHash.of(key);
		this.id = id;
		this.position = position;
		this.mark = mark;
		this.end = end;
	}

	/**
	 * Return the last entry, without a lock.
	 * @param connection the connection
	 * @return the entry, {@code null} where there is no chain
	 * @throws SQLException if the connection fails
	 */
	static @Nullable SealEntry last(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet head = statement.executeQuery(HEAD)) {
			return head.next() ? SealEntry.of(head) : null;
		}
	}

	/**
	 * Take the lock and find the end; where there is no chain, it begins.
	 * @param connection the connection
	 * @param key the secret
	 * @param wait whether to wait for somebody else who has it
	 * @return the end, {@code null} where somebody else has it
	 * @throws SQLException if it cannot be had
	 */
	static @Nullable SealChain open(Connection connection, @Nullable String key, boolean wait) throws SQLException {
		if (!wait && !isLocked(connection, LOCK + " skip locked")) {
			return null;
		}
		if (wait) {
			lock(connection);
		}
		try (Statement statement = connection.createStatement()) {
			try (ResultSet head = statement.executeQuery(HEAD)) {
				if (head.next()) {
					SealEntry last = SealEntry.of(head);
					Hash end = SealEntry.chain(head);
					Hash id = id(connection);
					if (!last.link(id, before(last, connection), SealHash.of(key)).equals(end)) {
						throw new SealException("The last seal, at position " + last.position()
								+ ", was written with another secret, or altered, so nothing is sealed behind it",
								null);
					}
					return new SealChain(connection, key, id, last.position(), last.mark(), end);
				}
			}
			SealChain chain = new SealChain(connection, key, random(), -1, SealEntry.Mark.NONE, Hash.ZERO);
			chain.add(SealKind.BEGIN, null, null, null, chain.id);
			return chain;
		}
	}

	/**
	 * Not before all that is sealed was committed: a transaction that begins later has
	 * higher ids.
	 */
	/** Whoever has a higher one began to write behind what was seen before the lock. */
	private String by() throws SQLException {
		if (this.by == null) {
			try (Statement statement = this.connection.createStatement();
					ResultSet row = statement.executeQuery("select pg_current_xact_id()::text")) {
				row.next();
				this.by = row.getString(1);
			}
		}
		return this.by;
	}

	private Instant now() throws SQLException {
		if (this.now == null) {
			try (Statement statement = this.connection.createStatement();
					ResultSet row = statement.executeQuery("select clock_timestamp()")) {
				row.next();
				this.now = row.getObject(1, OffsetDateTime.class).toInstant();
			}
		}
		return this.now;
	}

	/**
	 * Take the lock, waiting for it.
	 * @param connection the connection
	 * @throws SQLException if it cannot be had
	 */
	static void lock(Connection connection) throws SQLException {
		if (!isLocked(connection, LOCK)) {
			throw new SQLException("The row 'sealing' of dbmonitor_lock is missing");
		}
	}

	private static boolean isLocked(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
			return row.next();
		}
	}

	/** Return the id of the chain that is there. */
	static Hash id(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(BEGIN)) {
			return row.next() ? new Hash(row.getBytes(1)) : Hash.ZERO;
		}
	}

	/** Return the hash of the chain before an entry. */
	private static Hash before(SealEntry entry, Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(BEFORE)) {
			statement.setLong(1, entry.position() - 1);
			try (ResultSet row = statement.executeQuery()) {
				if (row.next()) {
					Hash hash = Hash.of(row.getBytes(1));
					return (hash != null) ? hash : Hash.ZERO;
				}
			}
		}
		// All before it was cut off
		return (entry.kind() == SealKind.CUT && entry.content() != null) ? entry.content() : Hash.ZERO;
	}

	private static Hash random() {
		UUID id = UUID.randomUUID();
		return new Hash(ByteBuffer.allocate(2 * Long.BYTES)
			.putLong(id.getMostSignificantBits())
			.putLong(id.getLeastSignificantBits())
			.array());
	}

	long position() {
		return this.position;
	}

	SealEntry.Mark mark() {
		return this.mark;
	}

	Hash end() {
		return this.end;
	}

	/** A change set is sealed. */
	void seal(SealEntry.Mark changeSet, Content content) throws SQLException {
		this.mark = changeSet;
		add(SealKind.SEALED, changeSet.id(), null, content, content.hash());
	}

	/** Of a change set a part is left. */
	void keep(long changeSet, Content left) throws SQLException {
		add(SealKind.KEPT, changeSet, null, left, left.hash());
	}

	/** A change set is gone. */
	void remove(long changeSet) throws SQLException {
		add(SealKind.REMOVED, changeSet, null, null, null);
	}

	/** All between two ids is about to be dropped, or stays. */
	void addRange(SealKind kind, long first, long last) throws SQLException {
		add(kind, first, last, null, null);
	}

	/** The ids of transactions begin anew. */
	void beginEpoch() throws SQLException {
		this.mark = SealEntry.Mark.NONE;
		add(SealKind.EPOCH, null, null, null, null);
	}

	/** Nothing is needed any more up to a position. */
	void cut(long last, Hash chain) throws SQLException {
		add(SealKind.CUT, null, last, null, chain);
	}

	private void add(SealKind kind, @Nullable Long first, @Nullable Long last, @Nullable Content changes,
			@Nullable Hash content) throws SQLException {
		SealEntry entry = new SealEntry(++this.position, kind, first, last, this.mark,
				(changes != null) ? changes.changes() : null, (changes != null) ? changes.partsHash() : null, content,
				now(), by());
		this.end = entry.link(this.id, this.end, this.hash);
		if (this.insert == null) {
			this.insert = this.connection.prepareStatement(INSERT);
		}
		PreparedStatement insert = this.insert;
		insert.setLong(1, entry.position());
		insert.setString(2, kind.name());
		insert.setObject(3, first, Types.BIGINT);
		insert.setObject(4, last, Types.BIGINT);
		insert.setString(5, this.mark.transaction());
		insert.setLong(6, this.mark.id());
		insert.setObject(7, entry.changes(), Types.BIGINT);
		insert.setBytes(8, (entry.partsHash() != null) ? entry.partsHash().bytes() : null);
		insert.setBytes(9, (content != null) ? content.bytes() : null);
		insert.setObject(10, OffsetDateTime.ofInstant(entry.at(), ZoneOffset.UTC));
		insert.setBytes(11, this.end.bytes());
		insert.setString(12, entry.by());
		insert.addBatch();
		if (++this.waiting == CHUNK) {
			insert.executeBatch();
			this.waiting = 0;
		}
	}

	/** Write what was added; to be called before the commit. */
	void flush() throws SQLException {
		if (this.insert != null) {
			if (this.waiting > 0) {
				this.insert.executeBatch();
				this.waiting = 0;
			}
			this.insert.close();
			this.insert = null;
		}
	}

}
