package io.dbmonitor.work;

import org.jspecify.annotations.Nullable;

/**
 * What units of work of one name spent together since start, of what concerns the
 * database.
 *
 * @param kind what they are
 * @param name how they are called, {@code null} for what has no name
 * @param units how many ended
 * @param statements how many statements they executed
 * @param waitingSeconds how long they waited for connections from the pool
 * @param holdingSeconds how long they held connections
 * @param executingSeconds how long they executed statements
 * @param fetchingSeconds how long they read results
 * @param idleSeconds how long they held connections beyond that
 */
public record WorkSummary(WorkKind kind, @Nullable String name, long units, long statements, double waitingSeconds,
		double holdingSeconds, double executingSeconds, double fetchingSeconds, double idleSeconds) {

}
