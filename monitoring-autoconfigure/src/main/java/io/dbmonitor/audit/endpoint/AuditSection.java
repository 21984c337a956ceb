package io.dbmonitor.audit.endpoint;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.audit.EntityState;
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

	private final ChangeSetStore store;

	public AuditSection(AuditRecorder recorder, ChangeSetStore store) {
		this.recorder = recorder;
		this.store = store;
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

	private State state(SectionRequest request, String entity, String id, Instant at) {
		AuditQuery until = AuditQuery.of(entity, id, at.plusNanos(1));
		List<Change> oldestFirst = new ArrayList<>();
		for (ChangeSet changeSet : this.store.find(until)) {
			oldestFirst.addAll(0, (request.showValues() ? changeSet : changeSet.masked()).changes());
		}
		if (oldestFirst.isEmpty()) {
			throw SectionException.notFound("No change of " + entity + " " + id + " until " + at + " is kept.");
		}
		Map<String, Object> values = EntityState.after(oldestFirst).orElse(null);
		if (values == null) {
			throw SectionException.notFound(entity + " " + id + " did not exist at " + at + ".");
		}
		values.replaceAll((field, value) -> ChangeSetView.value(value));
		return new State(entity, id, at, oldestFirst.get(0).operation() == ChangeOperation.CREATE, values);
	}

	private List<ChangeSet> find(SectionRequest request, @Nullable String entity, @Nullable String id) {
		AuditQuery query = new AuditQuery(entity, id, request.parameter("actor").orElse(null),
				request.choice("operation", ChangeOperation.class).orElse(null), request.instant("since").orElse(null),
				request.instant("until").orElse(null), 0, request.limit());
		return this.store.find(query);
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
	 * An entity at one time.
	 *
	 * @param entity the entity's name
	 * @param id its id
	 * @param at the time
	 * @param complete whether its creation is known; else fields that did not change
	 * since the oldest change that is kept are absent
	 * @param values its fields; those without a value are absent
	 */
	record State(String entity, String id, Instant at, boolean complete, Map<String, Object> values) {
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
