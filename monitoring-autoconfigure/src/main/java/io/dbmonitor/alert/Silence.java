package io.dbmonitor.alert;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A time in which a rule's alerts are not told to anybody: for maintenance. They fire and
 * resolve all the same, and what still fires at the end is told then.
 *
 * @param rule the rule's name, {@value #ALL} for all
 * @param from when it begins; {@code null} where it began before anybody could ask
 * @param until when it ends
 * @param reason why
 * @param actor who asked for it; {@code null} where that is not known
 */
public record Silence(String rule, @Nullable Instant from, Instant until, @Nullable String reason,
		@Nullable String actor) {

	/** Stands for all rules. */
	public static final String ALL = "all";

	boolean covers(String rule, Instant now) {
		return (this.rule.equals(ALL) || this.rule.equals(rule)) && isOpen(now)
				&& (this.from == null || !now.isBefore(this.from));
	}

	boolean isOpen(Instant now) {
		return now.isBefore(this.until);
	}

}
