package io.dbmonitor.hibernate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.audit.Replay;

import org.springframework.context.ApplicationContext;

/** The history as it grows, replayed. */
final class History {

	private static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, 0, 10_000);

	private final ChangeSetStore store;

	private final Set<UUID> known = new HashSet<>();

	private final Replay replay;

	private History(ApplicationContext context, Replay replay) {
		this.store = context.getBean(ChangeSetStore.class);
		this.replay = replay;
	}

	/** Of an application that writes by the mapper alone. */
	History(ApplicationContext context) {
		this(context, new Replay());
	}

	/** Whatever the audit learned it from. */
	static History ofAnySource(ApplicationContext context) {
		return new History(context, Replay.ofAnySource());
	}

	/** Read on, and return how many change sets there are more. */
	int next() {
		return nextChangeSets().size();
	}

	/** Read on, and return the change sets that there are more, the oldest first. */
	List<ChangeSet> nextChangeSets() {
		List<ChangeSet> added = this.store.find(ALL)
			.stream()
			.filter((changeSet) -> this.known.add(changeSet.id()))
			.collect(Collectors.toCollection(ArrayList::new));
		Collections.reverse(added);
		added.forEach(this.replay::apply);
		return added;
	}

	/** The state, as rows are read. */
	Map<String, Map<String, Object>> state() {
		Map<String, Map<String, Object>> states = new TreeMap<>();
		this.replay.state().forEach((entity, fields) -> states.put(entity, texts(fields)));
		return states;
	}

	/** Fields, as rows are read. */
	static Map<String, Object> texts(Map<String, Object> fields) {
		Map<String, Object> texts = new TreeMap<>();
		fields.forEach((name, value) -> texts.put(name,
				(value instanceof List<?> elements) ? Rows.sorted(elements) : String.valueOf(value)));
		return texts;
	}

}
