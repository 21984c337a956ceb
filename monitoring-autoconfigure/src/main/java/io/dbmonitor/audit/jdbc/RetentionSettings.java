package io.dbmonitor.audit.jdbc;

import java.time.Duration;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;

/**
 * How long changes are kept.
 *
 * @param age how old a change set gets before it is deleted, {@code null} for ever
 * @param interval how often old ones are looked for
 * @param pause how long to wait between two batches
 * @param partitioned whether each month has a partition
 * @param clock tells the time, as it does for changes
 */
public record RetentionSettings(@Nullable Duration age, Duration interval, Duration pause, boolean partitioned,
		InstantSource clock) {

	/**
	 * Whether anything is ever deleted.
	 * @return whether there is an age
	 */
	public boolean isLimited() {
		return this.age != null;
	}

	/**
	 * The month that partitions begin with: in UTC, whatever the zones of instances are.
	 */
	YearMonth month() {
		return YearMonth.from(this.clock.instant().atOffset(ZoneOffset.UTC));
	}

}
