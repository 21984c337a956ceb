package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.dbmonitor.audit.AuditSettings;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.RowReader;
import io.dbmonitor.audit.StatementWrite;
import io.dbmonitor.audit.jdbc.ChangeParameters;
import org.jspecify.annotations.Nullable;

/**
 * Joins what triggers recorded in a transaction to what the application recorded in the
 * same one: what both know is the application's, what only the triggers saw is added to
 * its change set, and what belongs to no change set becomes one that names the database's
 * session. What was joined leaves the queue with the same commit, so nothing is lost and
 * nothing there twice. Belongs to one connection, which is not in auto-commit mode.
 */
final class WriteJoin {

	/** How many changes of one transaction are compared at once. */
	private static final long MAX_COMPARED = 50_000;

	/** Between two changes of the mapper. */
	private static final long ROOM = ChangeParameters.place(1);

	private final Connection connection;

	private final WriteQueue queue;

	private final ChangeSets changeSets;

	private final RowChanges rowChanges;

	private final Duration patience;

	private final FailedTransactions failures;

	/** Whoever is waited for: what the same backend wrote later has to wait as well. */
	private final Set<Integer> waiting = new HashSet<>();

	/**
	 * Make a join.
	 * @param connection leads to the database
	 * @param readers by the oids of tables what reads their rows
	 * @param patience how long after a row was written the application is waited for
	 * @param settings what is kept of values
	 * @param failures where faults go
	 */
	WriteJoin(Connection connection, Map<Long, List<RowReader>> readers, Duration patience, AuditSettings settings,
			FailedTransactions failures) {
		this.failures = failures;
		this.connection = connection;
		this.patience = patience;
		this.queue = new WriteQueue(connection, readers.keySet());
		this.changeSets = new ChangeSets(connection);
		this.rowChanges = new RowChanges(connection, (oid) -> Objects.requireNonNull(readers.get(oid)), this.changeSets,
				settings);
	}

	/**
	 * Join the next transaction, and commit.
	 * @param after the id of the transaction before, {@code "0"} for the first one
	 * @param wait whether to wait for somebody else who joins
	 * @return what became of it, {@code null} where there is none, or somebody else joins
	 * @throws SQLException if the queue cannot be read. Where one transaction cannot be
	 * joined, that is a fault, and it stays in the queue
	 */
	@Nullable Joined next(String after, boolean wait) throws SQLException {
		WrittenTransaction transaction = null;
		try {
			transaction = this.queue.lock(wait) ? this.queue.next(after, this.patience) : null;
			Joined joined = (transaction != null) ? join(transaction) : null;
			this.connection.commit();
			return joined;
		}
		catch (SQLException | RuntimeException ex) {
			this.connection.rollback();
			if (transaction == null) {
				throw ex;
			}
			// The others must not wait for this one
			this.failures.failed(transaction.id(), ex);
			return new Joined(transaction.id(), Map.of(), 0);
		}
	}

	private Joined join(WrittenTransaction transaction) throws SQLException {
		if (this.failures.isRecent(transaction.id()) || this.waiting.contains(transaction.pid())) {
			return new Joined(transaction.id(), Map.of(), 0);
		}
		this.rowChanges.forget();
		ChangeSetOwner owner = owner(transaction);
		if (owner == null && !transaction.old()) {
			this.waiting.add(transaction.pid());
			return new Joined(transaction.id(), Map.of(), 0);
		}
		Map<ChangeOperation, Long> added = (owner != null && owner.kind() != ChangeSetOwner.Kind.STATEMENT_BEHIND)
				? complete(transaction, owner) : addAll(transaction, owner);
		this.queue.delete(transaction);
		return new Joined(transaction.id(), added,
				(owner == null) ? added.values().stream().mapToLong(Long::longValue).sum() : 0);
	}

	/** What the mapper recorded behind a write must be a record of it. */
	private @Nullable ChangeSetOwner owner(WrittenTransaction transaction) throws SQLException {
		ChangeSetOwner owner = ChangeSetOwner.of(transaction, this.connection);
		if (owner == null || owner.kind() != ChangeSetOwner.Kind.MAPPER_BEHIND) {
			return owner;
		}
		Set<String> known = new HashSet<>();
		this.changeSets.ofMapper(owner, (id) -> true).forEach((change) -> known.add(key(change.change())));
		boolean[] same = { false };
		this.queue.read(transaction,
				(rows) -> same[0] |= this.rowChanges.of(rows)
					.stream()
					.anyMatch((change) -> known.contains(key(change.change()))));
		return same[0] ? owner : null;
	}

	/**
	 * Triggers are the only ones that saw something. What changed nothing leaves no
	 * change set.
	 */
	private Map<ChangeOperation, Long> addAll(WrittenTransaction transaction, @Nullable ChangeSetOwner owner)
			throws SQLException {
		try (ChangeSets.Batch batch = this.changeSets.batch(transaction.lastWrite())) {
			Places places = new Places(-1);
			this.queue.read(transaction, (rows) -> {
				for (SeenChange change : CollectionRuns.joined(this.rowChanges.of(rows))) {
					batch.add(places.last(), change.change());
				}
			});
			if (!batch.isEmpty()) {
				begin(transaction, owner);
			}
			batch.flush();
			return batch.added();
		}
	}

	private void begin(WrittenTransaction transaction, @Nullable ChangeSetOwner owner) throws SQLException {
		if (owner != null) {
			this.changeSets.addLike(owner, transaction);
		}
		else {
			this.changeSets.add(transaction);
		}
	}

	/**
	 * The application knows of some. Both are compared entity by entity, in as many
	 * passes as it takes to keep the memory bounded.
	 */
	private Map<ChangeOperation, Long> complete(WrittenTransaction transaction, ChangeSetOwner owner)
			throws SQLException {
		long ofMapper = this.changeSets.countOfMapper(owner);
		long passes = ofMapper / MAX_COMPARED + 1;
		try (ChangeSets.Batch batch = this.changeSets.batch(owner.last())) {
			Places places = new Places(this.changeSets.lastPlace(owner.last()));
			Truncations truncations = new Truncations(this.changeSets, owner);
			for (int pass = 0; pass < passes; pass++) {
				complete(transaction, owner, new Pass(passes, pass, ofMapper == 0), truncations, places, batch);
			}
			batch.flush();
			return batch.added();
		}
	}

	private void complete(WrittenTransaction transaction, ChangeSetOwner owner, Pass pass, Truncations truncations,
			Places places, ChangeSets.Batch batch) throws SQLException {
		Map<String, List<KnownChange>> known = new HashMap<>();
		if (!pass.alone) {
			this.changeSets.ofMapper(owner, pass::has)
				.forEach((change) -> known.computeIfAbsent(key(change.change()), (key) -> new ArrayList<>())
					.add(change));
		}
		Map<String, List<SeenChange>> seen = new LinkedHashMap<>();
		Map<String, SeenCollections> collections = new LinkedHashMap<>();
		this.queue.read(transaction, (rows) -> {
			List<SeenChange> unknown = new ArrayList<>();
			for (SeenChange change : this.rowChanges.of(rows)) {
				if (!pass.has(change.change().id())) {
					continue;
				}
				StatementWrite truncation = change.change().statement();
				Long truncated = (truncation != null) ? truncations.next(change.change(), truncation) : null;
				if (truncated != null) {
					batch.add(places.behind(truncated), change.change());
					continue;
				}
				String entity = key(change.change());
				if (!known.containsKey(entity)) {
					unknown.add(change);
				}
				else if (change.reader().isCollection()) {
					collections.computeIfAbsent(entity, (key) -> new SeenCollections()).add(change.change());
				}
				else {
					seen.computeIfAbsent(entity, (key) -> new ArrayList<>()).add(change);
				}
			}
			for (SeenChange change : CollectionRuns.joined(unknown)) {
				batch.add(places.last(), change.change());
			}
		});
		for (Map.Entry<String, List<SeenChange>> entity : seen.entrySet()) {
			List<KnownChange> ofEntity = Objects.requireNonNull(known.get(entity.getKey()));
			for (PlacedChange change : ChangeAlignment.unknown(ofEntity, entity.getValue())) {
				batch.add(places.behind(change.behind()), change.change());
			}
		}
		for (Map.Entry<String, SeenCollections> entity : collections.entrySet()) {
			List<KnownChange> ofEntity = Objects.requireNonNull(known.get(entity.getKey()));
			for (PlacedChange change : entity.getValue().unknown(ofEntity)) {
				batch.add(places.behind(change.behind()), change.change());
			}
		}
	}

	private static String key(Change change) {
		return change.entity() + "/" + change.id();
	}

	/**
	 * What became of a transaction.
	 *
	 * @param id its id
	 * @param added how many changes only triggers saw, by what happened
	 * @param bypassed how many of these belong to no transaction of the application
	 */
	record Joined(String id, Map<ChangeOperation, Long> added, long bypassed) {
	}

	/**
	 * A part of the entities of a transaction.
	 *
	 * @param passes how many parts there are
	 * @param number which one it is
	 * @param alone whether the mapper recorded nothing
	 */
	private record Pass(long passes, int number, boolean alone) {

		private boolean has(String id) {
			return this.passes == 1 || Math.floorMod(id.hashCode(), this.passes) == this.number;
		}

	}

	/** Places that are free. */
	private static final class Places {

		private final Map<Long, Long> used = new HashMap<>();

		private long last;

		private Places(long last) {
			this.last = ChangeParameters.position(last) + 1;
		}

		/** Behind all others. */
		private long last() {
			return ChangeParameters.place(this.last++);
		}

		private long behind(long place) {
			long used = this.used.merge(place, 1L, Long::sum);
			if (used >= ROOM) {
				throw new IllegalStateException("Too many changes were seen between two of the same entity");
			}
			return place + used;
		}

	}

}
