package io.dbmonitor.connection;

import java.time.Duration;

/**
 * How leases are looked at.
 *
 * @param interval between two looks
 * @param leakThreshold how long a lease lasts before it is suspected to be forgotten
 */
public record LeaseSettings(Duration interval, Duration leakThreshold) {

	/**
	 * Return how old a lease is when its holder's stack is kept.
	 * @return the interval: younger ones come and go between two looks
	 */
	Duration firstLook() {
		return this.interval;
	}

}
