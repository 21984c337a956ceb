package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
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

	private static final String BEFORE = "select chain_hash from dbmonitor_seal where position = ?";

	private final Connection connection;

	private final SealHash hash;

	private final Hash id;

	private long position;

	private SealEntry.Mark mark;

	private Hash end;

	private final SealRows added;

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
		this.added = new SealRows(connection);
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
		this.added.add(entry, this.end);
	}

	/** Write what was added; to be called before the commit. */
	void flush() throws SQLException {
		this.added.flush();
	}

}
