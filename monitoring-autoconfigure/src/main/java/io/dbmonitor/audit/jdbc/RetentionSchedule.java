package io.dbmonitor.audit.jdbc;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * When each database has its next run: an interval behind the last one, and sooner where
 * that one failed. Belongs to one thread.
 */
final class RetentionSchedule {

	/** What fails as somebody uses a table for long works soon. */
	private static final Duration FIRST_RETRY = Duration.ofSeconds(5);

	private final Duration interval;

	private final Map<String, Turn> turns = new HashMap<>();

	RetentionSchedule(Duration interval) {
		this.interval = interval;
	}

	/** How often to look whether a database has its turn. */
	Duration pause() {
		return retry(1);
	}

	/**
	 * Return how long after a failure it is tried again.
	 * @param failures how many runs in a row failed, at least 1
	 * @return doubled for each failure behind the first, up to the interval
	 */
	Duration retry(int failures) {
		Duration retry = FIRST_RETRY;
		for (int i = 1; i < failures && retry.compareTo(this.interval) < 0; i++) {
			retry = retry.multipliedBy(2);
		}
		return (retry.compareTo(this.interval) < 0) ? retry : this.interval;
	}

	boolean isDue(String dataSource, long nanoTime) {
		Turn turn = this.turns.get(dataSource);
		return turn == null || nanoTime - turn.nanoTime >= 0;
	}

	void succeeded(String dataSource, long nanoTime) {
		this.turns.put(dataSource, new Turn(nanoTime + this.interval.toNanos(), 0));
	}

	void failed(String dataSource, long nanoTime) {
		Turn last = this.turns.get(dataSource);
		int failures = 1 + ((last != null) ? last.failures : 0);
		this.turns.put(dataSource, new Turn(nanoTime + retry(failures).toNanos(), failures));
	}

	/**
	 * The next run of a database.
	 *
	 * @param nanoTime not before
	 * @param failures how many runs in a row failed until now
	 */
	private record Turn(long nanoTime, int failures) {
	}

}
