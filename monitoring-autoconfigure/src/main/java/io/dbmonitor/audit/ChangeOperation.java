package io.dbmonitor.audit;

import java.util.Locale;

/**
 * What happened to an entity.
 */
public enum ChangeOperation {

	/** It was inserted. */
	CREATE,

	/** It was updated. */
	UPDATE,

	/** It was deleted. */
	DELETE;

	/** What undoes it. */
	ChangeOperation reversed() {
		return switch (this) {
			case CREATE -> DELETE;
			case DELETE -> CREATE;
			case UPDATE -> UPDATE;
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
