package io.dbmonitor.database;

import org.jspecify.annotations.Nullable;

/**
 * What a session waits for that is blocked. What the database does not tell is
 * {@code null}.
 *
 * @param mode the lock it wants, as the database calls it
 * @param relation the table or index that it is about
 * @param seconds how long it waits, in seconds
 */
public record LockWait(@Nullable String mode, @Nullable String relation, @Nullable Double seconds) {

	/** Of which nothing is known but that there is one. */
	public static final LockWait UNKNOWN = new LockWait(null, null, null);

}
