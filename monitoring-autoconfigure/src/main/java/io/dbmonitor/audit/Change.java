package io.dbmonitor.audit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One change of one entity, or one read.
 *
 * @param entity the entity's name
 * @param id its id as text
 * @param operation what happened
 * @param source how the audit learned of it
 * @param values what became of the fields that changed; of a read none
 * @param statement the statement that the audit learned of it from, or {@code null}
 */
public record Change(String entity, String id, ChangeOperation operation, ChangeSource source,
		Map<String, FieldChange> values, @Nullable StatementWrite statement) {

	/** What the objects around a value take, in characters. */
	static final int ALLOWANCE = 64;

	/**
	 * Make a change of an entity that is known.
	 * @param entity the entity's name
	 * @param id its id as text
	 * @param operation what happened
	 * @param source how the audit learned of it
	 * @param values what became of the fields that changed
	 */
	public Change(String entity, String id, ChangeOperation operation, ChangeSource source,
			Map<String, FieldChange> values) {
		this(entity, id, operation, source, values, null);
	}

	/**
	 * Whether it is not known which entities were changed.
	 * @return whether the id stands for any
	 */
	public boolean isOfAny() {
		return this.statement != null;
	}

	long weight() {
		long weight = ALLOWANCE;
		for (FieldChange value : this.values.values()) {
			weight += value.weight();
		}
		return weight;
	}

	/**
	 * Return the change that undoes this one.
	 * @return a change back to the former values, as far as they are known
	 */
	public Change reversed() {
		Map<String, FieldChange> reversed = new LinkedHashMap<>();
		this.values.forEach((field, value) -> reversed.put(field, value.reversed()));
		return new Change(this.entity, this.id, this.operation.reversed(), this.source, reversed, this.statement);
	}

	/** The fields whose former value is not known. */
	List<String> irreversible() {
		return this.values.entrySet()
			.stream()
			.filter((value) -> !value.getValue().isReversible())
			.map(Map.Entry::getKey)
			.toList();
	}

	/**
	 * Return the change without its values.
	 * @return a copy that tells only which fields changed
	 */
	public Change masked() {
		Map<String, FieldChange> masked = new LinkedHashMap<>();
		this.values.forEach((field, value) -> masked.put(field, value.masked()));
		return new Change(this.entity, this.id, this.operation, this.source, masked, this.statement);
	}

}
