package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The seals of one database. What changes something belongs to one thread; what is read
 * is safe for several.
 */
final class DatabaseSeals {

	private static final Logger logger = LoggerFactory.getLogger(DatabaseSeals.class);

	/** How many change sets are sealed in one transaction. */
	private static final int BATCH = 200;

	private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

	private static final String HEAD = "select position, chain_hash, sealed_at, sealed_transaction::text, sealed_id"
			+ " from dbmonitor_seal order by position desc limit 1";

	private static final String HASH = "select chain_hash from dbmonitor_seal where position = ?";

	private static final String EXISTS = "select to_regclass('dbmonitor_change_set') is not null"
			+ " and not (? and pg_is_in_recovery())";

	private static final String DROPPING = """
			select exists (select from dbmonitor_seal d where d.kind = 'DROPPING' and not exists (
				select from dbmonitor_seal e
				where e.kind in ('DROPPED', 'RETURNED') and e.change_set_id = d.change_set_id and e.position > d.position))
			""";

	private static final String OF_ANOTHER_SERVER = "transaction_id >= pg_snapshot_xmax(pg_current_snapshot())";

	private static final String FOREIGN = "select exists (select from dbmonitor_change_set where " + OF_ANOTHER_SERVER
			+ ")";

	/** The first id that a server ever gives. */
	private static final String RENUMBER = "update dbmonitor_change_set set transaction_id = '3' where "
			+ OF_ANOTHER_SERVER;

	private static final String FIRST_WAITING = """
			select w.transaction_at from (
				select id, transaction_at from dbmonitor_change_set
				where (transaction_id, id) > (?::xid8, ?)
				order by transaction_id, id
				limit 1
			) w
			where not exists (select from dbmonitor_seal
				where change_set_id = w.id and kind = 'SEALED' and position > %s)
			""".formatted(ChainStart.POSITION);

	private final String dataSource;

	private final @Nullable String key;

	private final AtomicLong sealed = new AtomicLong();

	private final Lock verifying = new ReentrantLock();

	private volatile SealStatus status;

	/** What this instance has seen, and what has to stay. */
	private volatile @Nullable SealDigest seen;

	/** Nothing more can come up to here. */
	private SealEntry.Mark scanned = SealEntry.Mark.NONE;

	private long loggedAt = System.nanoTime() - LOG_INTERVAL.toNanos();

	DatabaseSeals(String dataSource, @Nullable String key) {
		this.dataSource = dataSource;
		this.key = key;
		this.status = new SealStatus(dataSource, null, null, null, null, null, null);
	}

	/** Whether there are change sets that this instance can seal, or else verify. */
	static boolean isSealable(Connection connection, boolean write) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(EXISTS)) {
			statement.setBoolean(1, write);
			try (ResultSet row = statement.executeQuery()) {
				return row.next() && row.getBoolean(1);
			}
		}
	}

	/** What the chain has to contain. */
	@Nullable SealDigest seen() {
		return this.seen;
	}

	SealStatus status() {
		return this.status;
	}

	/** Who verifies has it: that reads everything. */
	Lock verifying() {
		return this.verifying;
	}

	long sealed() {
		return this.sealed.get();
	}

	/**
	 * Seal the next change sets, and commit.
	 * @param connection the connection, read committed and not in auto-commit mode
	 * @return whether there may be more that need not wait
	 * @throws SQLException if that fails
	 */
	boolean sealNext(Connection connection) throws SQLException {
		try {
			// Before this transaction has an id, so that whoever has a higher one began
			// later
			SealEntry last = SealChain.last(connection);
			if (last == null) {
				requireOwnTransactions(connection);
			}
			Unsealed unsealed = Unsealed.find(connection, (last != null) ? last.mark() : SealEntry.Mark.NONE,
					this.scanned, BATCH);
			SealChain chain = SealChain.open(connection, this.key, false);
			if (chain == null) {
				examine(connection, null);
				connection.rollback();
				return false;
			}
			requireContinuity(connection);
			if (isDropping(connection)) {
				examine(connection,
						"a partition is being dropped, which hides what is written to it until that is done");
				connection.rollback();
				return false;
			}
			if (chain.position() != ((last != null) ? last.position() : 0)) {
				// Somebody was faster, and it may be sealed or gone
				connection.rollback();
				return true;
			}
			boolean epoch = unsealed.anew() && !unsealed.queued() && !unsealed.more() && unsealed.next().isEmpty();
			if (epoch) {
				chain.beginEpoch();
			}
			long added = seal(unsealed.next(), chain, connection);
			chain.flush();
			connection.commit();
			this.sealed.addAndGet(added);
			boolean more = epoch || unsealed.more() || (unsealed.anew() && added > 0);
			if (epoch) {
				logger.warn("Ids of transactions have begun anew in the database of '{}', as in one that was restored"
						+ " elsewhere: the chain of seals goes on with a new epoch", this.dataSource);
				this.scanned = SealEntry.Mark.NONE;
			}
			else if (unsealed.more() || !unsealed.anew()) {
				this.scanned = unsealed.scanned();
			}
			this.seen = examine(connection, heldBackBy(unsealed));
			connection.commit();
			return more;
		}
		catch (SQLException | RuntimeException ex) {
			connection.rollback();
			throw ex;
		}
	}

	/**
	 * The order of sealing would not be that of writing, and who has a high id no seal.
	 */
	private void requireOwnTransactions(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(FOREIGN)) {
			row.next();
			if (row.getBoolean(1)) {
				throw new SealException("In the database of '" + this.dataSource
						+ "' there are change sets of transactions that its server has not had yet, as in one that was"
						+ " restored from a dump. Nothing is sealed until they are said to be old: " + RENUMBER, null);
			}
		}
	}

	private long seal(List<SealEntry.Mark> changeSets, SealChain chain, Connection connection) throws SQLException {
		Map<Long, Content> contents = new Contents(connection, this.key)
			.of(changeSets.stream().map(SealEntry.Mark::id).toList());
		long added = 0;
		for (SealEntry.Mark changeSet : changeSets) {
			Content content = contents.get(changeSet.id());
			if (content != null) {
				chain.seal(changeSet, content);
				added++;
			}
		}
		return added;
	}

	/**
	 * What was there has to be there: whoever cuts off the end, or deletes all, would
	 * have it sealed anew.
	 */
	private void requireContinuity(Connection connection) throws SQLException {
		SealDigest seen = this.seen;
		if (seen == null) {
			return;
		}
		ChainStart start = ChainStart.find(connection);
		if (start == null || !start.id().toString().equals(seen.chain()) || !contains(seen, start, connection)) {
			throw new SealException("The chain of seals in the database of '" + this.dataSource
					+ "' is not the one any more that this application has written or seen (" + seen
					+ "). Nothing is sealed until the application starts again", null);
		}
	}

	/** What was cut off is told by an entry that nobody can forge. */
	private boolean contains(SealDigest seen, ChainStart start, Connection connection) throws SQLException {
		return (start.position() < seen.position()) ? seen.hash().equals(hash(connection, seen.position()))
				: start.leadsToCut(connection, SealHash.of(this.key));
	}

	private static @Nullable String hash(Connection connection, long position) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(HASH)) {
			statement.setLong(1, position);
			try (ResultSet row = statement.executeQuery()) {
				Hash hash = row.next() ? Hash.of(row.getBytes(1)) : null;
				return (hash != null) ? hash.toString() : null;
			}
		}
	}

	/** See how far it is. */
	private @Nullable SealDigest examine(Connection connection, @Nullable String reason) throws SQLException {
		SealDigest digest = null;
		Instant waitingSince = null;
		try (PreparedStatement statement = connection.prepareStatement(HEAD);
				ResultSet row = statement.executeQuery()) {
			if (row.next()) {
				digest = new SealDigest(this.dataSource, SealChain.id(connection).toString(), row.getLong(1),
						new Hash(row.getBytes(2)).toString(), row.getObject(3, OffsetDateTime.class).toInstant());
				waitingSince = waitingSince(connection, new SealEntry.Mark(row.getString(4), row.getLong(5)));
			}
		}
		String heldBackBy = (waitingSince != null) ? reason : null;
		set(new SealStatus(this.dataSource, digest, waitingSince, heldBackBy, null, null, null));
		if (heldBackBy != null && waitingSince != null && waitingSince.isBefore(Instant.now().minus(LOG_INTERVAL))
				&& System.nanoTime() - this.loggedAt >= LOG_INTERVAL.toNanos()) {
			this.loggedAt = System.nanoTime();
			logger.warn("Change sets in the database of '{}' cannot be sealed yet, the oldest since {}: {}",
					this.dataSource, waitingSince, heldBackBy);
		}
		return digest;
	}

	/** One whose change sets may come back. */
	private static boolean isDropping(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(DROPPING);
				ResultSet row = statement.executeQuery()) {
			return row.next() && row.getBoolean(1);
		}
	}

	private @Nullable Instant waitingSince(Connection connection, SealEntry.Mark mark) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(FIRST_WAITING)) {
			SealEntry.Mark from = mark.later(this.scanned);
			statement.setString(1, from.transaction());
			statement.setLong(2, from.id());
			try (ResultSet row = statement.executeQuery()) {
				OffsetDateTime at = row.next() ? row.getObject(1, OffsetDateTime.class) : null;
				return (at != null) ? at.toInstant() : null;
			}
		}
	}

	private static String heldBackBy(Unsealed unsealed) {
		return unsealed.queued() ? "what triggers recorded in transaction " + unsealed.bound() + " is not joined yet"
				: "transaction " + unsealed.bound() + ", or one that began to write later, is still running";
	}

	/** Keeps the result of the last verification. */
	private synchronized void set(SealStatus status) {
		this.status = new SealStatus(this.dataSource, status.digest(), status.waitingSince(), status.heldBackBy(),
				status.problem(), this.status.verification(), this.status.verificationProblem());
	}

	/** Nothing is sealed at present. */
	void failed(String problem) {
		SealStatus last = this.status;
		set(new SealStatus(this.dataSource, last.digest(), last.waitingSince(), last.heldBackBy(), problem, null,
				null));
	}

	/** A verification came to no end. */
	void notVerified(String problem) {
		setVerification(this.status.verification(), problem);
	}

	private synchronized void setVerification(@Nullable SealVerification verification, @Nullable String problem) {
		SealStatus last = this.status;
		this.status = new SealStatus(this.dataSource, last.digest(), last.waitingSince(), last.heldBackBy(),
				last.problem(), verification, problem);
	}

	/** The result of a verification. */
	void verified(SealVerification verification) {
		setVerification(verification, null);
		SealFinding finding = verification.finding();
		if (finding != null) {
			logger.error("The audit in the database of '{}' was tampered with. {} change set {}, position {}: {}",
					this.dataSource, finding.kind(), finding.changeSet(), finding.position(), finding.detail());
		}
	}

}
