package io.dbmonitor.query;

import org.jspecify.annotations.Nullable;

/**
 * Another feature's share of what is shown of one statement. A bean of this type is asked
 * whenever a statement is looked at.
 */
public interface StatementDetail {

	/**
	 * Return the name that its share is shown under.
	 * @return a name such as {@code plan}
	 */
	String name();

	/**
	 * Tell what there is to say of a statement. May ask the database, over a connection
	 * of the monitor's own.
	 * @param statement the statement
	 * @return what is written as JSON, or {@code null} for nothing
	 */
	@Nullable Object of(StatementStatistics statement);

	/**
	 * Tell what there is to say of a statement in a list of them. Answers from memory.
	 * @param statement the statement
	 * @return what is written as JSON, or {@code null} for nothing
	 */
	default @Nullable Object brief(StatementStatistics statement) {
		return null;
	}

}
