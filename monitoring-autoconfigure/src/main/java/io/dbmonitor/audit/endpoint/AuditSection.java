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
import io.dbmonitor.audit.EntitySnapshot;
import io.dbmonitor.audit.ValueChange;
import io.dbmonitor.endpoint.Overview;
import io.dbmonitor.endpoint.Section;
import io.dbmonitor.endpoint.SectionException;
import io.dbmonitor.endpoint.SectionRequest;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code audit}: change sets, filtered, and the life of one entity. The
 * values of fields are masked unless {@code show-values} lets them be seen.
 */
public final class AuditSection implements Section {

	private static final int ENTITY_AND_ID = 2;

	private final AuditRecorder recorder;

	private final AuditHistory history;

	public AuditSection(AuditRecorder recorder, AuditHistory history) {
		this.recorder = recorder;
		this.history = history;
	}

	@Override
	public String name() {
		return "audit";
	}

	@Override
	public void contribute(Overview overview) {
		overview.put(name(), new Counts(this.recorder.count(ChangeOperation.CREATE),
				this.recorder.count(ChangeOperation.UPDATE), this.recorder.count(ChangeOperation.DELETE)));
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
			return answer(request,
					find(request, request.parameter("entity").orElse(null), request.parameter("id").orElse(null)));
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
		if (found.isEmpty()) {
			throw SectionException.notFound("No change of " + entity + " " + id + " is kept.");
		}
		return answer(request, found);
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
				request.instant("until").orElse(null), 0, request.limit());
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
	 * The audit in the overview.
	 *
	 * @param created how many entities were created
	 * @param updated how many updates there were
	 * @param deleted how many entities were deleted
	 */
	record Counts(long created, long updated, long deleted) {
	}

}
