package io.dbmonitor.audit;

import java.util.Locale;

/**
 * What happened to an entity.
 */
public enum ChangeOperation {

	/** It was inserted. */
	CREATE,

	/** It was read. */
	READ,

	/** It was updated. */
	UPDATE,

	/** It was deleted. */
	DELETE,

	/** It was there already: this is what it was before all changes that are known. */
	BASELINE;

	/** Whether the row was changed. */
	boolean isChange() {
		return this != READ && this != BASELINE;
	}

	/** What undoes it. */
	ChangeOperation reversed() {
		return switch (this) {
			case CREATE -> DELETE;
			case DELETE -> CREATE;
			case READ, UPDATE, BASELINE -> this;
		};
	}

	/**
	 * Return the name that tags use.
	 * @return the name in lower case
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
