package io.dbmonitor.plan.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.dbmonitor.plan.PlanNode;
import io.dbmonitor.query.Fingerprint;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonParserFactory;

/**
 * Reads what {@code EXPLAIN (FORMAT JSON)} answers.
 */
final class PostgresPlan {

	private static final int MAX_CONDITION_LENGTH = 500;

	private static final int MAX_DEPTH = 100;

	private PostgresPlan() {
	}

	static PlanNode parse(String json) {
		List<Object> plans = JsonParserFactory.getJsonParser().parseList(json);
		return node(map(map(plans.get(0)).get("Plan")), 0);
	}

	private static PlanNode node(Map<?, ?> plan, int depth) {
		List<PlanNode> children = new ArrayList<>();
		if (plan.get("Plans") instanceof List<?> below && depth < MAX_DEPTH) {
			below.forEach((child) -> children.add(node(map(child), depth + 1)));
		}
		return new PlanNode(String.valueOf(plan.get("Node Type")), relation(plan), text(plan, "Alias"),
				text(plan, "Index Name"), text(plan, "Join Type"), condition(plan), number(plan, "Total Cost"),
				number(plan, "Plan Rows"), List.copyOf(children));
	}

	private static @Nullable String relation(Map<?, ?> plan) {
		String relation = text(plan, "Relation Name");
		String schema = text(plan, "Schema");
		return (relation == null || schema == null) ? relation : schema + "." + relation;
	}

	/** Conditions show the statement's constants, which stay in the database. */
	private static @Nullable String condition(Map<?, ?> plan) {
		List<String> conditions = Stream
			.of("Index Cond", "Recheck Cond", "Hash Cond", "Merge Cond", "Join Filter", "TID Cond", "Filter")
			.map((key) -> text(plan, key))
			.filter((condition) -> condition != null)
			.map((condition) -> Fingerprint.of(String.valueOf(condition), MAX_CONDITION_LENGTH).statement())
			.toList();
		return conditions.isEmpty() ? null : String.join(" and ", conditions);
	}

	private static @Nullable String text(Map<?, ?> plan, String key) {
		return (plan.get(key) instanceof String text) ? text : null;
	}

	private static @Nullable Double number(Map<?, ?> plan, String key) {
		return (plan.get(key) instanceof Number number) ? Double.valueOf(number.doubleValue()) : null;
	}

	private static Map<?, ?> map(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return map;
		}
		throw new IllegalArgumentException("No plan where one was expected");
	}

}
