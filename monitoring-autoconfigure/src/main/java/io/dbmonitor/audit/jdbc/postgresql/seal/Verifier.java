package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Compares the chain with itself and with the change sets, some hundred at a time, each
 * of them in a snapshot of its own: so nothing is held up for as long as all of it takes.
 * What is removed, or cut off, between two snapshots is told by entries that are reached
 * later. Belongs to one thread and one connection.
 */
final class Verifier {

	private static final int CHUNK = 500;

	private static final String MISSING_TABLE = "select name from"
			+ " (values ('dbmonitor_seal'), ('dbmonitor_change_set'), ('dbmonitor_change')) tables (name)"
			+ " where to_regclass(name) is null limit 1";

	/** What is not of the chain, nor behind it. */
	private static final String STRAY = "select least((select min(position) from dbmonitor_seal where position < 0),"
			+ " (select min(position) from dbmonitor_seal where position between 1 and ?))";

	private static final String ANY = "select min(position) from dbmonitor_seal";

	private static final String ENTRIES = "select " + SealEntry.COLUMNS
			+ " from dbmonitor_seal where position > ? order by position limit ?";

	/** What became of change sets later is told by the last of such entries. */
	private static final String LATER = "select distinct on (change_set_id) " + SealEntry.COLUMNS
			+ " from dbmonitor_seal where kind in ('KEPT', 'REMOVED') and change_set_id = any (?) and position > ?"
			+ " order by change_set_id, position desc";

	/** A few for each month. */
	private static final String PARTITIONS = "select " + SealEntry.COLUMNS
			+ " from dbmonitor_seal where kind in ('DROPPING', 'DROPPED', 'RETURNED') order by position";

	private final Connection connection;

	private final String dataSource;

	private final SealHash hash;

	private final Contents contents;

	private IdOrder ids = new IdOrder();

	private long compared;

	private long removed;

	private ChainStart last = new ChainStart(Hash.ZERO, -1, Hash.ZERO, -1);

	/** Where the chain began first. Seals up to there are none. */
	private long start = -1;

	/** What the chain has to contain. */
	private List<SealDigest> expected = List.of();

	/**
	 * Make a verifier.
	 * @param connection a connection for this alone
	 * @param dataSource what leads to the database
	 * @param key the secret
	 * @throws SQLException if the connection fails
	 */
	Verifier(Connection connection, String dataSource, @Nullable String key) throws SQLException {
		this.connection = connection;
		this.dataSource = dataSource;
		this.hash = SealHash.of(key);
		this.contents = new Contents(connection, key);
		connection.setAutoCommit(false);
		connection.setReadOnly(true);
		connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
	}

	/**
	 * Verify all of it.
	 * @param digest what the chain has to contain, {@code null} for nothing
	 * @param seen the end of it that this application has seen, {@code null} for none
	 * @return the result
	 * @throws SQLException if the database cannot be read
	 * @throws ForeignDigestException if the digest cannot be compared with this chain
	 */
	SealVerification verify(@Nullable SealDigest digest, @Nullable SealDigest seen) throws SQLException {
		Instant startedAt = Instant.now();
		long start = System.nanoTime();
		SealFinding finding;
		try {
			finding = find(digest, seen);
		}
		catch (UnreadableSealException ex) {
			finding = chainFinding(SealFinding.Kind.CHAIN, ex.position(), null, ex.getMessage() + ".");
		}
		double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
		return new SealVerification(this.dataSource, startedAt, seconds, this.compared, this.removed,
				this.last.position(), finding);
	}

	private @Nullable SealFinding find(@Nullable SealDigest digest, @Nullable SealDigest seen) throws SQLException {
		SealFinding finding = (seen != null) ? findMissingTable() : null;
		if (finding == null) {
			finding = begin(digest, seen);
		}
		boolean more = finding == null && !this.last.id().equals(Hash.ZERO);
		while (more) {
			if (Thread.currentThread().isInterrupted()) {
				throw new SealException("The verification was interrupted", null);
			}
			StoredRows.lock(this.connection);
			List<SealedChangeSet> chunk = next();
			finding = check(chunk, digest);
			this.connection.commit();
			more = finding == null && !chunk.isEmpty();
		}
		if (finding == null) {
			finding = findMissingEnd();
		}
		return (finding != null) ? finding : new InsertedSearch(this.connection, this.start).find();
	}

	private @Nullable SealFinding findMissingTable() throws SQLException {
		try (Statement statement = this.connection.createStatement();
				ResultSet row = statement.executeQuery(MISSING_TABLE)) {
			return row.next() ? chainFinding(SealFinding.Kind.MISSING, 0, null,
					"The table " + row.getString(1) + ", of which this application has seen seals, is not there.")
					: null;
		}
	}

	private @Nullable SealFinding findMissingEnd() {
		for (SealDigest digest : this.expected) {
			if (digest.position() > this.last.position()) {
				return chainFinding(SealFinding.Kind.MISSING, this.last.position() + 1, null,
						"The chain ends at " + this.last.position() + ", though it was at " + digest.position()
								+ " when the digest was taken, or this application saw it:"
								+ " what was sealed last was cut off.");
			}
		}
		return (this.last.position() < this.last.cut()) ? chainFinding(SealFinding.Kind.CHAIN, this.last.cut(), null,
				"The chain does not lead to the entry that says that it was cut off.") : null;
	}

	private @Nullable SealFinding begin(@Nullable SealDigest digest, @Nullable SealDigest seen) throws SQLException {
		ChainStart start = ChainStart.find(this.connection);
		Long stray = (start != null) ? position(STRAY, start.position()) : position(ANY, null);
		this.connection.commit();
		if (stray != null) {
			return chainFinding(SealFinding.Kind.CHAIN, stray, null,
					(start != null)
							? "A seal is where none can be: the chain begins at 0, and goes on behind "
									+ start.position() + "."
							: "There are seals, and the beginning of the chain is missing.");
		}
		if (digest != null) {
			requireComparable(digest, start);
		}
		if (seen != null && (start == null || !start.id().toString().equals(seen.chain()))) {
			return chainFinding(SealFinding.Kind.CHAIN, 0, null,
					"The chain is not the one that this application has written or seen: all seals were deleted.");
		}
		if (start == null) {
			return null;
		}
		this.last = start;
		this.start = start.position();
		this.expected = Stream.of(digest, seen)
			.flatMap(Stream::ofNullable)
			.filter((expected) -> expected.position() >= start.position())
			.toList();
		return findOther(null);
	}

	private @Nullable Long position(String sql, @Nullable Long parameter) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			if (parameter != null) {
				statement.setLong(1, parameter);
			}
			try (ResultSet row = statement.executeQuery()) {
				return row.next() ? row.getObject(1, Long.class) : null;
			}
		}
	}

	/** What is expected here is another one. */
	private @Nullable SealFinding findOther(@Nullable SealEntry entry) {
		for (SealDigest digest : this.expected) {
			if (digest.position() == this.last.position() && !digest.hash().equals(this.last.end().toString())) {
				return chainFinding(SealFinding.Kind.CHAIN, digest.position(), entry,
						"The chain up to here is another one than that of the digest, or than this application saw:"
								+ " it was written anew.");
			}
		}
		return null;
	}

	private static void requireComparable(SealDigest digest, @Nullable ChainStart start) {
		if (start == null || !start.id().toString().equals(digest.chain())) {
			throw new ForeignDigestException("The digest is of the chain " + digest.chain() + ", and this is "
					+ ((start != null) ? start.id() : "none")
					+ ": it was taken from another database, or all seals were deleted since.");
		}
		if (digest.position() < start.position()) {
			throw new ForeignDigestException("The digest was taken at position " + digest.position()
					+ ", and what was sealed up to " + start.position() + " has come of age.");
		}
	}

	private List<SealedChangeSet> next() throws SQLException {
		Map<SealEntry, Hash> entries = new LinkedHashMap<>();
		try (PreparedStatement statement = this.connection.prepareStatement(ENTRIES)) {
			statement.setLong(1, this.last.position());
			statement.setInt(2, CHUNK);
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					entries.put(SealEntry.of(row), SealEntry.chain(row));
				}
			}
		}
		Map<Long, SealEntry> later = later(ids(entries.keySet()));
		List<SealEntry> partitions = partitions();
		List<SealedChangeSet> chunk = new ArrayList<>();
		entries.forEach((entry, chain) -> chunk.add(SealedChangeSet.of(entry, chain, later, partitions)));
		return chunk;
	}

	private static List<Long> ids(Collection<SealEntry> entries) {
		return entries.stream()
			.filter((entry) -> entry.kind() == SealKind.SEALED)
			.map((entry) -> Objects.requireNonNull(entry.first()))
			.toList();
	}

	private Map<Long, SealEntry> later(List<Long> changeSets) throws SQLException {
		Map<Long, SealEntry> later = new HashMap<>();
		try (PreparedStatement statement = this.connection.prepareStatement(LATER)) {
			statement.setArray(1, this.connection.createArrayOf("bigint", changeSets.toArray()));
			statement.setLong(2, this.last.position());
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					later.put(row.getLong(3), SealEntry.of(row));
				}
			}
		}
		return later;
	}

	private List<SealEntry> partitions() throws SQLException {
		List<SealEntry> partitions = new ArrayList<>();
		try (Statement statement = this.connection.createStatement();
				ResultSet row = statement.executeQuery(PARTITIONS)) {
			while (row.next()) {
				partitions.add(SealEntry.of(row));
			}
		}
		return partitions;
	}

	private @Nullable SealFinding check(List<SealedChangeSet> chunk, @Nullable SealDigest digest) throws SQLException {
		Map<Long, Content> found = this.contents.of(ids(chunk.stream().map(SealedChangeSet::entry).toList()));
		for (SealedChangeSet sealed : chunk) {
			SealEntry entry = sealed.entry();
			if (entry.position() != this.last.position() + 1) {
				return checkGap(entry, digest);
			}
			Hash end = entry.link(this.last.id(), this.last.end(), this.hash);
			if (!end.equals(sealed.chain())) {
				return chainFinding(SealFinding.Kind.CHAIN, entry.position(), entry,
						"The seal, or the one before it, is not as it was written, or was written with another secret.");
			}
			this.last = this.last.at(entry.position(), end);
			SealFinding finding = findOther(entry);
			if (finding == null) {
				finding = check(sealed, found);
			}
			if (finding != null) {
				return finding;
			}
		}
		return null;
	}

	/** Seals can have been cut off since the chunk before. */
	private @Nullable SealFinding checkGap(SealEntry entry, @Nullable SealDigest digest) throws SQLException {
		ChainStart start = ChainStart.find(this.connection);
		if (start == null || start.position() <= this.last.position()) {
			return chainFinding(SealFinding.Kind.CHAIN, this.last.position() + 1, null,
					"The seals from " + (this.last.position() + 1) + " to " + (entry.position() - 1) + " are missing.");
		}
		if (digest != null && digest.position() > this.last.position()) {
			requireComparable(digest, start);
		}
		this.last = start;
		return findOther(null);
	}

	private @Nullable SealFinding check(SealedChangeSet sealed, Map<Long, Content> found) {
		SealEntry entry = sealed.entry();
		if (entry.kind() == SealKind.EPOCH) {
			this.ids = new IdOrder();
		}
		if (entry.kind() != SealKind.SEALED) {
			return null;
		}
		Content content = found.get(entry.first());
		if (sealed.isRemoved()) {
			this.removed++;
			return (content != null) ? finding(SealFinding.Kind.INSERTED, entry, content,
					"It came of age and was removed, and is there again.") : null;
		}
		if (content == null) {
			if (sealed.partition() == SealKind.DROPPING) {
				this.removed++;
				return null;
			}
			return finding(SealFinding.Kind.MISSING, entry, null, "It is not there any more, and did not come of age.");
		}
		this.compared++;
		SealFinding finding = compare(sealed, content);
		if (finding == null && !this.ids.isNext(entry)) {
			return finding(SealFinding.Kind.INSERTED, entry, content, "Its id is lower than " + this.ids.passed()
					+ ", which was sealed before its transaction began to write.");
		}
		return finding;
	}

	private static @Nullable SealFinding compare(SealedChangeSet sealed, Content content) {
		if (content.hash().equals(sealed.content())) {
			return null;
		}
		if (content.partsHash().equals(sealed.parts())) {
			return finding(SealFinding.Kind.REORDERED, sealed.entry(), content, "Its changes are in another order.");
		}
		return finding(SealFinding.Kind.ALTERED, sealed.entry(), content,
				Objects.equals(content.changes(), sealed.changes()) ? "It does not say what it said when it was sealed."
						: "It has " + content.changes() + " changes, and had " + sealed.changes() + ".");
	}

	private static SealFinding chainFinding(SealFinding.Kind kind, long position, @Nullable SealEntry entry,
			String detail) {
		return new SealFinding(kind, (entry != null) ? entry.first() : null, position,
				(entry != null) ? entry.at() : null, null, detail);
	}

	private static SealFinding finding(SealFinding.Kind kind, SealEntry entry, @Nullable Content content,
			String detail) {
		return new SealFinding(kind, entry.first(), entry.position(), (content != null) ? content.at() : entry.at(),
				(content != null) ? content.entity() : null, detail);
	}

}
