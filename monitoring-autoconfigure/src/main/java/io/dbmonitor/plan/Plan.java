package io.dbmonitor.plan;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How the database would execute a statement, whatever the values of its parameters.
 *
 * @param at when it was asked
 * @param root the last step, {@code null} where there is no plan
 * @param hints what could be better, a sentence each
 * @param note why there is no plan, or {@code null}
 */
public record Plan(Instant at, @Nullable PlanNode root, List<String> hints, @Nullable String note) {

	static Plan none(Instant at, String note) {
		return new Plan(at, null, List.of(), note);
	}

}
