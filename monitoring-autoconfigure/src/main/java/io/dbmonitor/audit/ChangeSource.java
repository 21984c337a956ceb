package io.dbmonitor.audit;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * How the audit learned of a change.
 */
public enum ChangeSource {

	/** From the object-relational mapper's events. */
	ORM,

	/** From a statement that the application sent past the object-relational mapper. */
	STATEMENT,

	/** From a trigger of the database. */
	TRIGGER;

	/**
	 * Return what can be learned of in this way.
	 * @return the operations
	 */
	public Set<ChangeOperation> operations() {
		Set<ChangeOperation> operations = EnumSet.allOf(ChangeOperation.class);
		if (this != ORM) {
			operations.removeIf((operation) -> !operation.isChange());
		}
		return operations;
	}

	/**
	 * Return the name that tags use.
	 * @return the name in lower case
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
