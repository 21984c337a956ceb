package io.dbmonitor.audit;

/**
 * What became of a field: of its value, or of the elements of its collection.
 */
public sealed interface FieldChange permits ValueChange, CollectionChange {

	/**
	 * Return the change without its values.
	 * @return a change that tells only where there was a value
	 */
	FieldChange masked();

	/**
	 * Return the change that undoes this one.
	 * @return a change back
	 */
	FieldChange reversed();

	/**
	 * Whether the former value is known.
	 * @return whether it was kept as it was
	 */
	boolean isReversible();

	/**
	 * Return how large the change is, roughly.
	 * @return characters of its texts, with an allowance for each of the objects around
	 * them
	 */
	long weight();

}
