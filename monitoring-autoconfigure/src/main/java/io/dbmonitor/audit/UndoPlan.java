package io.dbmonitor.audit;

import java.util.List;
import java.util.UUID;

/**
 * What would undo a change set. Nothing is done: whether it may be, and how, is for the
 * application to say.
 *
 * @param changeSet what would be undone
 * @param steps one for each of its changes, the last change first
 */
public record UndoPlan(UUID changeSet, List<Step> steps) {

	/**
	 * Whether nothing stands against it.
	 * @return whether all former values are known and nothing has changed since
	 */
	public boolean isSafe() {
		return this.steps.stream().allMatch((step) -> step.conflicts().isEmpty() && step.unknown().isEmpty());
	}

	/**
	 * One change that undoes another.
	 *
	 * @param change what would have to be done
	 * @param conflicts fields that were changed again since, by another change set
	 * @param unknown fields whose former value is not kept: masked or cut ones, and
	 * collections that went without having been read; {@code *} where it is not even
	 * known which entities were changed
	 */
	public record Step(Change change, List<String> conflicts, List<String> unknown) {
	}

}
