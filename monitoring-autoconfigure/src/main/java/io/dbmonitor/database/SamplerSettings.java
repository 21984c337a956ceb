package io.dbmonitor.database;

import java.time.Duration;

/**
 * How samples are taken.
 *
 * @param interval from the end of one sample to the start of the next
 * @param heavyInterval from one look at the storage to the next, longer where a look
 * takes long
 * @param timeout how long to wait for the server: to connect, and for the statements of
 * one sample
 */
public record SamplerSettings(Duration interval, Duration heavyInterval, Duration timeout) {

	/** Longest pause between attempts to reach a database that is down. */
	private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);

	private static final int STALE_AFTER_INTERVALS = 3;

	/** What a look at the storage may take: 0.5 % of the default interval. */
	private static final Duration SHORT_LOOK = Duration.ofMillis(300);

	/**
	 * Return the age from which on a sample no longer speaks for now.
	 * @return three intervals, and the time that a sample may take
	 */
	public Duration maxAge() {
		return this.interval.multipliedBy(STALE_AFTER_INTERVALS).plus(this.timeout);
	}

	/**
	 * Return when to look at the storage again. A look that takes long is made less
	 * often, in proportion: with the default interval looking takes no more than 0.5 % of
	 * the time, however big the database is.
	 * @param took how long the last look took
	 * @return from its start to the start of the next
	 */
	Duration heavyInterval(Duration took) {
		return (took.compareTo(SHORT_LOOK) <= 0) ? this.heavyInterval
				: this.heavyInterval.multipliedBy(took.toMillis()).dividedBy(SHORT_LOOK.toMillis());
	}

	/**
	 * Return the age from which on a look at the storage no longer speaks for now.
	 * @param took how long it took
	 * @return three intervals, and the time that a look may take
	 */
	Duration maxStorageAge(Duration took) {
		return heavyInterval(took).multipliedBy(STALE_AFTER_INTERVALS).plus(this.timeout);
	}

	/**
	 * Return how long to wait for anything from the network.
	 * @return a little longer than the server waits, whose own time-out says what went
	 * wrong
	 */
	Duration socketTimeout() {
		return this.timeout.plusSeconds(2);
	}

	/**
	 * Return the pause after failures.
	 * @param failures how many attempts in a row failed, at least 1
	 * @return the interval, doubled for each failure behind the first, up to a limit
	 */
	Duration backoff(int failures) {
		Duration limit = (MAX_BACKOFF.compareTo(this.interval) > 0) ? MAX_BACKOFF : this.interval;
		Duration pause = this.interval;
		for (int i = 1; i < failures && pause.compareTo(limit) < 0; i++) {
			pause = pause.multipliedBy(2);
		}
		return (pause.compareTo(limit) < 0) ? pause : limit;
	}

}
