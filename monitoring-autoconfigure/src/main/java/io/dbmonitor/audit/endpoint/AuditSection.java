package io.dbmonitor.audit.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.dbmonitor.audit.AuditHistory;
import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSetStoreException;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.EntitySnapshot;
import io.dbmonitor.audit.ReadSampling;
import io.dbmonitor.audit.ValueChange;
import io.dbmonitor.audit.jdbc.postgresql.seal.AuditSeals;
import io.dbmonitor.audit.jdbc.postgresql.seal.ForeignDigestException;
import io.dbmonitor.audit.jdbc.postgresql.seal.SealDigest;
import io.dbmonitor.audit.jdbc.postgresql.seal.SealException;
import io.dbmonitor.audit.jdbc.postgresql.seal.SealStatus;
import io.dbmonitor.audit.jdbc.postgresql.seal.SealVerification;
import io.dbmonitor.audit.jdbc.postgresql.trigger.AuditTriggers;
import io.dbmonitor.audit.jdbc.postgresql.trigger.AuditedTable;
import io.dbmonitor.endpoint.Overview;
import io.dbmonitor.endpoint.Section;
import io.dbmonitor.endpoint.SectionException;
import io.dbmonitor.endpoint.SectionRequest;
import io.dbmonitor.audit.jdbc.postgresql.trigger.WriteBacklog;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code audit}: change sets, filtered, and the life of one entity. The
 * values of fields are masked unless {@code show-values} lets them be seen.
 */
public final class AuditSection implements Section {

	private static final int ENTITY_AND_ID = 2;

	private static final List<String> VERIFICATION = List.of("verification");

	private final AuditRecorder recorder;

	private final ReadSampling sampling;

	private final boolean statements;

	private final AuditHistory history;

	private final @Nullable AuditTriggers triggers;

	private final @Nullable AuditSeals seals;

	/**
	 * Make the section.
	 * @param recorder counts changes
	 * @param sampling which reads are kept
	 * @param statements whether statements past the mapper are recorded
	 * @param history has the changes
	 * @param triggers record what other programs write, {@code null} where there are none
	 * @param seals show tampering, {@code null} where there are none
	 */
	public AuditSection(AuditRecorder recorder, ReadSampling sampling, boolean statements, AuditHistory history,
			@Nullable AuditTriggers triggers, @Nullable AuditSeals seals) {
		this.seals = seals;
		this.triggers = triggers;
		this.statements = statements;
		this.sampling = sampling;
		this.recorder = recorder;
		this.history = history;
	}

	@Override
	public String name() {
		return "audit";
	}

	@Override
	public void contribute(Overview overview) {
		Reads reads = this.sampling.isActive() ? new Reads(count(ChangeOperation.READ), this.sampling.probabilities())
				: null;
		overview.put(name(),
				new Counts(count(ChangeOperation.CREATE), count(ChangeOperation.UPDATE), count(ChangeOperation.DELETE),
						this.statements ? statements() : null,
						(this.triggers != null) ? this.triggers.bypassed() : null, reads, unseen()));
	}

	private @Nullable String unseen() {
		if (this.triggers == null) {
			return this.statements ? "what other programs write" : "what is written past the object-relational mapper";
		}
		List<String> unseen = this.triggers.unseen();
		return unseen.isEmpty() ? null : "what other programs write to " + String.join(", ", unseen);
	}

	private long count(ChangeOperation operation) {
		return this.recorder.count(operation, ChangeSource.ORM);
	}

	private long statements() {
		return ChangeSource.STATEMENT.operations()
			.stream()
			.mapToLong((operation) -> this.recorder.count(operation, ChangeSource.STATEMENT))
			.sum();
	}

	@Override
	public Object answer(SectionRequest request) {
		try {
			return answerFromStore(request);
		}
		catch (ChangeSetStoreException ex) {
			throw SectionException.unavailable(ex.getMessage());
		}
	}

	private Object answerFromStore(SectionRequest request) {
		List<String> path = request.path();
		if (path.isEmpty()) {
			return changesOrState(request, request.parameter("entity").orElse(null),
					request.parameter("id").orElse(null));
		}
		if (path.equals(List.of("bypassed"))) {
			return bypassed(request, triggers());
		}
		if (path.equals(List.of("triggers"))) {
			return new Triggers(triggers().tables(), triggers().backlogs(), triggers().scripts());
		}
		if (path.equals(VERIFICATION)) {
			return new Seals(seals().status().stream().map(SealView::of).toList());
		}
		if (path.size() != ENTITY_AND_ID) {
			throw SectionException
				.notFound("Below 'audit' there are only entities: audit/{entity}/{id}, such as audit/Customer/1.");
		}
		String entity = path.get(0);
		String id = path.get(1);
		Instant at = request.instant("at").orElse(null);
		if (at != null) {
			return state(request, entity, id, at);
		}
		List<ChangeSet> found = find(request, entity, id);
		if (found.isEmpty() && request.offset() == 0) {
			throw SectionException.notFound("No change of " + entity + " " + id + " is kept.");
		}
		return answer(request, found);
	}

	private Object changesOrState(SectionRequest request, @Nullable String entity, @Nullable String id) {
		Instant at = request.instant("at").orElse(null);
		if (at == null) {
			return answer(request, find(request, entity, id));
		}
		if (entity == null || id == null) {
			throw SectionException.badRequest(
					"The parameter 'at' asks for the state of one entity: it takes 'entity' and 'id' beside it.");
		}
		return state(request, entity, id, at);
	}

	/** Verifies everything, which takes as long as it takes to read it. */
	@Override
	public Object act(SectionRequest request) {
		if (!request.path().equals(VERIFICATION)) {
			throw SectionException.notFound("What can be posted to is 'audit/verification'.");
		}
		try {
			return request.parameter("digest")
				.map(AuditSection::parse)
				.map((digest) -> new Verifications(List.of(seals().verify(digest)), digest.toString()))
				.orElseGet(() -> new Verifications(seals().verify(), null));
		}
		catch (ForeignDigestException ex) {
			throw SectionException.conflict(ex.getMessage());
		}
		catch (SealException ex) {
			throw SectionException.unavailable(ex.getMessage());
		}
	}

	private static SealDigest parse(String digest) {
		try {
			return SealDigest.parse(digest);
		}
		catch (IllegalArgumentException ex) {
			throw SectionException.badRequest(String.valueOf(ex.getMessage()));
		}
	}

	private AuditSeals seals() {
		if (this.seals == null) {
			throw SectionException.notFound("Change sets are not sealed: dbmonitor.audit.jdbc.seal.enabled is off.");
		}
		return this.seals;
	}

	private AuditTriggers triggers() {
		if (this.triggers == null) {
			throw SectionException.notFound(
					"No triggers record what other programs write: dbmonitor.audit.triggers.enabled is off, or this is not PostgreSQL.");
		}
		return this.triggers;
	}

	private Object bypassed(SectionRequest request, AuditTriggers triggers) {
		triggers.join();
		return answer(request, this.history.find(AuditQuery.bypassed(request.instant("since").orElse(null),
				request.instant("until").orElse(null), request.offset(), request.limit())));
	}

	private EntitySnapshot state(SectionRequest request, String entity, String id, Instant at) {
		EntitySnapshot known = this.history.at(entity, id, at)
			.orElseThrow(() -> SectionException
				.notFound(entity + " " + id + " did not exist at " + at + ", or no change of it until then is kept."));
		Map<String, Object> values = new TreeMap<>();
		known.values()
			.forEach((field, value) -> values.put(field,
					request.showValues() ? ChangeSetView.value(value) : ValueChange.MASK));
		return new EntitySnapshot(entity, id, at, known.complete(), values);
	}

	private List<ChangeSet> find(SectionRequest request, @Nullable String entity, @Nullable String id) {
		AuditQuery query = new AuditQuery(entity, id, request.parameter("actor").orElse(null),
				request.choice("operation", ChangeOperation.class).orElse(null), request.instant("since").orElse(null),
				request.instant("until").orElse(null), request.offset(), request.limit());
		return this.history.find(query);
	}

	private static Answer answer(SectionRequest request, List<ChangeSet> changeSets) {
		return new Answer(changeSets.stream()
			.map((changeSet) -> request.showValues() ? changeSet : changeSet.masked())
			.map(ChangeSetView::of)
			.toList());
	}

	/**
	 * The answer.
	 *
	 * @param changeSets the change sets, the newest first
	 */
	record Answer(List<ChangeSetView> changeSets) {
	}

	/**
	 * The triggers.
	 *
	 * @param tables the tables whose rows they are to record, as they were found last
	 * @param unjoined what they recorded and nobody has joined yet, as it was found last
	 * @param scripts what installs and removes them
	 */
	record Triggers(List<AuditedTable> tables, List<WriteBacklog> unjoined, List<AuditTriggers.Scripts> scripts) {
	}

	/**
	 * The seals.
	 *
	 * @param seals how far change sets are sealed, for each database
	 */
	record Seals(List<SealView> seals) {
	}

	/**
	 * The seals of a database.
	 *
	 * @param dataSource the data source that leads to it
	 * @param digest the newest digest, to be kept elsewhere
	 * @param position the position of the end of the chain
	 * @param sealedAt when that was written
	 * @param waitingSince when the transaction of the oldest change set that is not
	 * sealed began
	 * @param heldBackBy what it waits for
	 * @param problem why nothing is sealed at present
	 * @param verification the result of the last verification by this instance
	 * @param verificationProblem why a later one came to no end
	 */
	record SealView(String dataSource, @Nullable String digest, @Nullable Long position, @Nullable Instant sealedAt,
			@Nullable Instant waitingSince, @Nullable String heldBackBy, @Nullable String problem,
			@Nullable SealVerification verification, @Nullable String verificationProblem) {

		private static SealView of(SealStatus status) {
			SealDigest digest = status.digest();
			return new SealView(status.dataSource(), (digest != null) ? digest.toString() : null,
					(digest != null) ? digest.position() : null, (digest != null) ? digest.at() : null,
					status.waitingSince(), status.heldBackBy(), status.problem(), status.verification(),
					status.verificationProblem());
		}

	}

	/**
	 * What verifications found.
	 *
	 * @param verifications the result for each database
	 * @param digest the digest that the chain was compared with, {@code null} where none
	 * was given
	 */
	record Verifications(List<SealVerification> verifications, @Nullable String digest) {
	}

	/**
	 * The audit in the overview.
	 *
	 * @param created how many entities were created
	 * @param updated how many updates there were
	 * @param deleted how many entities were deleted
	 * @param statements how many statements wrote entities past the object-relational
	 * mapper, {@code null} where they are not recorded
	 * @param bypassed how many changes triggers saw that no transaction of the
	 * application owns, {@code null} where there are no triggers
	 * @param reads reads, {@code null} where none are kept
	 * @param unseen what the audit cannot see, {@code null} where it sees all
	 */
	record Counts(long created, long updated, long deleted, @Nullable Long statements, @Nullable Long bypassed,
			@Nullable Reads reads, @Nullable String unseen) {
	}

	/**
	 * Reads in the overview: a sample.
	 *
	 * @param kept how many are kept
	 * @param probabilities with which probability a read is kept, by patterns of the
	 * names of entities
	 */
	record Reads(long kept, Map<String, Double> probabilities) {
	}

}
