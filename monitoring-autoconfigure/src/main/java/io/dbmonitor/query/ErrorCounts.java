package io.dbmonitor.query;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The failures of one statement by their SQLState. Safe for use by several threads.
 */
final class ErrorCounts {

	/** Where failures without an SQLState count, and those of too many different ones. */
	static final String OTHER = "other";

	private static final int MAX_STATES = 8;

	private static final int MAX_STATE_LENGTH = 5;

	private @Nullable Map<String, Long> counts;

	synchronized void add(Throwable failure) {
		if (this.counts == null) {
			this.counts = new LinkedHashMap<>(2);
		}
		String state = state(failure);
		if (!this.counts.containsKey(state) && this.counts.size() >= MAX_STATES) {
			state = OTHER;
		}
		this.counts.merge(state, 1L, Long::sum);
	}

	synchronized Map<String, Long> snapshot() {
		return (this.counts != null) ? Map.copyOf(this.counts) : Map.of();
	}

	private static String state(Throwable failure) {
		String state = (failure instanceof SQLException ex) ? ex.getSQLState() : null;
		return (state != null && state.length() == MAX_STATE_LENGTH) ? state : OTHER;
	}

}
