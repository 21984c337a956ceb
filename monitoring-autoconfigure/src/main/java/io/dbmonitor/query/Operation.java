package io.dbmonitor.query;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a statement does: the values of OpenTelemetry's {@code db.operation.name} that
 * this monitor tells apart.
 */
public enum Operation {

	/** Reads rows. */
	SELECT,

	/** Adds rows. */
	INSERT,

	/** Changes rows. */
	UPDATE,

	/** Removes rows. */
	DELETE,

	/** Adds, changes or removes rows. */
	MERGE,

	/** Empties tables. */
	TRUNCATE,

	/** Calls a procedure or function. */
	CALL,

	/** Makes an object of the schema. */
	CREATE,

	/** Changes an object of the schema. */
	ALTER,

	/** Removes an object of the schema. */
	DROP,

	/** Copies rows in or out. */
	COPY,

	/** Locks a table. */
	LOCK,

	/** Changes a setting. */
	SET,

	/** Reads a setting. */
	SHOW,

	/** Shows a plan. */
	EXPLAIN,

	/** Everything else. */
	OTHER;

	private static final Map<String, Operation> BY_KEYWORD = Stream.of(values())
		.filter((operation) -> operation != OTHER)
		.collect(Collectors.toUnmodifiableMap((operation) -> operation.name().toLowerCase(Locale.ROOT),
				(operation) -> operation));

	/**
	 * Return the value of OpenTelemetry's {@code db.operation.name}.
	 * @return the name in upper case, {@code _OTHER} where it is none of the known
	 */
	public String tag() {
		return (this != OTHER) ? name() : "_OTHER";
	}

	/**
	 * Whether statements of this kind are the body of a {@code WITH}.
	 */
	boolean isBody() {
		return this == SELECT || this == INSERT || this == UPDATE || this == DELETE || this == MERGE;
	}

	/**
	 * Return the operation that a keyword begins.
	 * @param keyword in lower case
	 * @return the operation, {@link #OTHER} where the keyword begins none
	 */
	static Operation of(String keyword) {
		return BY_KEYWORD.getOrDefault(keyword, OTHER);
	}

}
