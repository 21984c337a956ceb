package io.dbmonitor.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One alert from the first value beyond the threshold until it is over: the state
 * machine. For one thread.
 * <p>
 * Only time that was seen counts: between two values beyond the threshold, or between two
 * good ones. A value that is not known, or that nobody read for a long time, interrupts
 * both, but takes nothing back.
 */
final class Episode {

	private final AlertRule rule;

	private final Map<String, String> labels;

	private final Instant since;

	private final Duration longestGap;

	/** Nothing before the first value. */
	private @Nullable AlertState state;

	private Duration bad = Duration.ZERO;

	private Duration good = Duration.ZERO;

	/** When the last value was read, as long as what came next can be added to it. */
	private @Nullable Instant lastBad;

	private @Nullable Instant lastGood;

	private @Nullable Instant resolvedAt;

	private double value;

	private String summary = "";

	private Map<String, Object> evidence = Map.of();

	private boolean told;

	/**
	 * Begin.
	 * @param rule the rule
	 * @param labels the subject
	 * @param since when the first bad value was read
	 * @param longestGap how far apart two values can be so that the time between them is
	 * known
	 */
	Episode(AlertRule rule, Map<String, String> labels, Instant since, Duration longestGap) {
		this.rule = rule;
		this.labels = labels;
		this.since = since;
		this.longestGap = longestGap;
	}

	AlertRule rule() {
		return this.rule;
	}

	@Nullable AlertState state() {
		return this.state;
	}

	/** A value beyond the threshold. */
	void bad(Instant now, AlertReading reading, Map<String, Object> evidence) {
		this.bad = this.bad.plus(sinceLast(this.lastBad, now));
		this.lastBad = now;
		this.lastGood = null;
		this.good = Duration.ZERO;
		this.value = reading.value();
		this.summary = reading.summary();
		this.evidence = evidence;
		boolean longEnough = this.bad.compareTo(this.rule.settings().duration()) >= 0;
		if (this.state != AlertState.FIRING) {
			this.state = longEnough ? AlertState.FIRING : AlertState.PENDING;
		}
	}

	/** Neither bad any more nor good enough: what fires goes on, but gets no worse. */
	void between() {
		this.lastBad = null;
		this.lastGood = null;
		this.good = Duration.ZERO;
	}

	/**
	 * A good value.
	 * @param resolveAfter for how long values have to be good until it is over
	 */
	void good(Instant now, Duration resolveAfter) {
		this.good = this.good.plus(sinceLast(this.lastGood, now));
		this.lastGood = now;
		this.lastBad = null;
		if (this.state == AlertState.FIRING && this.good.compareTo(resolveAfter) >= 0) {
			this.state = AlertState.RESOLVED;
			this.resolvedAt = now;
		}
	}

	/** Nothing is known. */
	void unknown() {
		this.lastBad = null;
		this.lastGood = null;
	}

	boolean told() {
		return this.told;
	}

	void tell() {
		this.told = true;
	}

	Alert snapshot(@Nullable Silence silence) {
		AlertSettings settings = this.rule.settings();
		return new Alert(this.rule.name(), this.labels, (this.state != null) ? this.state : AlertState.PENDING,
				settings.severity(), settings.threshold(), this.since, this.resolvedAt, this.value, this.summary,
				this.evidence, silence);
	}

	private Duration sinceLast(@Nullable Instant last, Instant now) {
		if (last == null) {
			return Duration.ZERO;
		}
		Duration gap = Duration.between(last, now);
		return (gap.isNegative() || gap.compareTo(this.longestGap) > 0) ? Duration.ZERO : gap;
	}

}
