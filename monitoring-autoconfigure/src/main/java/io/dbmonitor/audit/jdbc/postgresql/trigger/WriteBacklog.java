package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What triggers recorded and nobody has joined yet, as it was found last.
 *
 * @param dataSource the data source that leads to the database
 * @param writes how many records of statements wait; what bypasses the application is
 * among them for as long as the application is waited for
 * @param since when the oldest of them was written, {@code null} where there is none
 */
public record WriteBacklog(String dataSource, long writes, @Nullable Instant since) {

	/**
	 * Return how long the oldest one has waited.
	 * @param now the time
	 * @return the time since it was written, zero where there is none
	 */
	public Duration age(Instant now) {
		return (this.since == null || now.isBefore(this.since)) ? Duration.ZERO : Duration.between(this.since, now);
	}

}
