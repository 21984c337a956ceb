package io.dbmonitor.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the tables should have, if one believes the history.
 */
public final class Replay {

	private final Map<String, List<Change>> changes = new TreeMap<>();

	private final Set<ChangeSource> sources;

	/** Whoever writes by the mapper alone is told of by the mapper alone. */
	public Replay() {
		this(Set.of(ChangeSource.ORM));
	}

	private Replay(Set<ChangeSource> sources) {
		this.sources = sources;
	}

	/**
	 * Whatever the audit learned it from.
	 * @return a replay without any changes yet
	 */
	public static Replay ofAnySource() {
		return new Replay(Set.of(ChangeSource.values()));
	}

	/**
	 * Go on.
	 * @param changeSet the next one
	 */
	public void apply(ChangeSet changeSet) {
		assertThat(changeSet.changes()).extracting(Change::source).isNotEmpty().isSubsetOf(this.sources);
		changeSet.changes().forEach((change) -> {
			if (change.isOfAny() && change.source() == ChangeSource.TRIGGER) {
				empty(change);
			}
			else {
				this.changes.computeIfAbsent(change.entity() + "/" + change.id(), (key) -> new ArrayList<>())
					.add(change);
			}
		});
	}

	/** What a trigger saw of any rows was written to all of them. */
	private void empty(Change change) {
		String entity = change.entity() + "/";
		this.changes.forEach((key, changes) -> {
			if (key.startsWith(entity) && EntityState.after(changes).isPresent()) {
				changes.add(new Change(change.entity(), key.substring(entity.length()), change.operation(),
						change.source(), change.values()));
			}
		});
	}

	/**
	 * Return what is there now.
	 * @return by entity and id the fields
	 */
	public Map<String, Map<String, Object>> state() {
		Map<String, Map<String, Object>> states = new TreeMap<>();
		this.changes
			.forEach((entity, changes) -> EntityState.after(changes).ifPresent((state) -> states.put(entity, state)));
		return states;
	}

}
