package io.dbmonitor.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the tables should have, if one believes the history.
 */
public final class Replay {

	private final Map<String, List<Change>> changes = new TreeMap<>();

	/**
	 * Go on.
	 * @param changeSet the next one
	 */
	public void apply(ChangeSet changeSet) {
		changeSet.changes()
			.forEach((change) -> this.changes
				.computeIfAbsent(change.entity() + "/" + change.id(), (key) -> new ArrayList<>())
				.add(change));
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
