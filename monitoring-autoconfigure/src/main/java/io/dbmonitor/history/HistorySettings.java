package io.dbmonitor.history;

import java.time.Duration;

/**
 * How often figures are kept, and for how long.
 *
 * @param interval the time from one to the next
 * @param retention how far back they reach
 */
public record HistorySettings(Duration interval, Duration retention) {

	int points() {
		return Math.max(1, (int) this.retention.dividedBy(this.interval));
	}

}
