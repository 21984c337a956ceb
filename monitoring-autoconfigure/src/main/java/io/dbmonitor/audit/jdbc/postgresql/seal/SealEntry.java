package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

/**
 * An entry of the chain.
 *
 * @param position its position, which counts up by one
 * @param kind what it says
 * @param first the id of the change set, or the first one
 * @param last the last id of several; of a cut the last position that was cut off
 * @param mark up to where all is sealed
 * @param changes how many changes the change set has
 * @param partsHash of the change set, whatever the places of its changes
 * @param content the hash of the change set; of a cut that of the chain up to there; of a
 * beginning its id
 * @param at when it was written, by the clock of the database
 * @param by the id of the transaction that wrote it
 */
record SealEntry(long position, SealKind kind, @Nullable Long first, @Nullable Long last, Mark mark,
		@Nullable Long changes, @Nullable Hash partsHash, @Nullable Hash content, Instant at, String by) {

	static final String COLUMNS = "position, kind, change_set_id, last_change_set_id, sealed_transaction::text, sealed_id,"
			+ " changes, parts_hash, content_hash, sealed_at, chain_hash, sealed_by::text";

	/**
	 * Read an entry.
	 * @param row has {@link #COLUMNS}
	 * @throws SQLException if the connection fails
	 * @throws UnreadableSealException if it says what none can say
	 */
	static SealEntry of(ResultSet row) throws SQLException {
		SealKind kind = SealKind.of(row.getString(2));
		Long first = row.getObject(3, Long.class);
		String transaction = row.getString(5);
		String by = row.getString(12);
		OffsetDateTime at = row.getObject(10, OffsetDateTime.class);
		if (kind == null || transaction == null || at == null || by == null
				|| (kind == SealKind.SEALED && first == null)) {
			throw new UnreadableSealException(row.getLong(1));
		}
		return new SealEntry(row.getLong(1), kind, first, row.getObject(4, Long.class),
				new Mark(transaction, row.getLong(6)), row.getObject(7, Long.class), Hash.of(row.getBytes(8)),
				Hash.of(row.getBytes(9)), at.toInstant(), by);
	}

	/** Return the hash of the chain that ends with an entry, as it stands there. */
	static Hash chain(ResultSet row) throws SQLException {
		Hash chain = Hash.of(row.getBytes(11));
		if (chain == null) {
			throw new UnreadableSealException(row.getLong(1));
		}
		return chain;
	}

	/** What is kept of the time. */
	SealEntry {
		at = at.truncatedTo(ChronoUnit.MICROS);
	}

	/** Whether it is of a range that has a change set. */
	boolean contains(@Nullable Long changeSet) {
		return changeSet != null && this.first != null && this.last != null && this.first <= changeSet
				&& changeSet <= this.last;
	}

	/**
	 * Return the hash of the chain that ends here.
	 * @param chain the id of the chain
	 * @param before the hash of the chain before
	 * @param hash hashes
	 */
	Hash link(Hash chain, Hash before, SealHash hash) {
		return hash.add(chain)
			.add(before)
			.add((Long) this.position)
			.add(this.kind.name())
			.add(this.first)
			.add(this.last)
			.add(this.mark.transaction())
			.add((Long) this.mark.id())
			.add(this.changes)
			.add(this.partsHash)
			.add(this.content)
			.add((Long) this.at.getEpochSecond())
			.add((Long) (long) this.at.getNano())
			.add(this.by)
			.end();
	}

	/**
	 * Up to where all is sealed: change sets are sealed in this order.
	 *
	 * @param transaction the id of the transaction of the last one
	 * @param id its own
	 */
	record Mark(String transaction, long id) {

		static final Mark NONE = new Mark("0", Long.MIN_VALUE);

		Mark later(Mark other) {
			int order = Long.compareUnsigned(Long.parseUnsignedLong(this.transaction),
					Long.parseUnsignedLong(other.transaction));
			return (order > 0 || (order == 0 && this.id > other.id)) ? this : other;
		}

	}

}
