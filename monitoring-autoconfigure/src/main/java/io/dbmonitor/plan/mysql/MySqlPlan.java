package io.dbmonitor.plan.mysql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.dbmonitor.plan.PlanNode;
import io.dbmonitor.query.Fingerprint;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonParserFactory;

/**
 * Reads what {@code EXPLAIN FORMAT=JSON} answers: objects within objects, named by what
 * is done. MariaDB and MySQL differ in the names, so each is a step that holds something.
 */
final class MySqlPlan {

	private static final int MAX_CONDITION_LENGTH = 500;

	private static final int MAX_DEPTH = 100;

	/** What only groups others. */
	private static final Set<String> GROUPS = Set.of("query_block", "nested_loop", "query_specifications");

	private MySqlPlan() {
	}

	static PlanNode parse(String json) {
		List<PlanNode> roots = nodes(JsonParserFactory.getJsonParser().parseMap(json), 0);
		return (roots.size() == 1) ? roots.get(0) : step("query", Map.of(), roots);
	}

	/**
	 * What the server says in place of a plan.
	 * @param json the answer
	 * @return the message, or {@code null} where there is a plan of at least one table
	 */
	static @Nullable String message(String json) {
		Map<String, Object> answer = JsonParserFactory.getJsonParser().parseMap(json);
		return (find(answer, "table_name", 0) == null) ? find(answer, "message", 0) : null;
	}

	/** The first text of a name. */
	private static @Nullable String find(@Nullable Object value, String name, int depth) {
		if (depth > MAX_DEPTH) {
			return null;
		}
		if (value instanceof Map<?, ?> map && map.get(name) instanceof String text) {
			return text;
		}
		Collection<?> below = (value instanceof Map<?, ?> map) ? map.values()
				: (value instanceof List<?> list) ? list : List.of();
		return below.stream()
			.map((each) -> find(each, name, depth + 1))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	/**
	 * The steps within an object, those that are not nested deeper than anybody reads.
	 */
	private static List<PlanNode> nodes(@Nullable Object value, int depth) {
		List<PlanNode> nodes = new ArrayList<>();
		if (depth > MAX_DEPTH) {
			return nodes;
		}
		if (value instanceof List<?> list) {
			list.forEach((element) -> nodes.addAll(nodes(element, depth + 1)));
		}
		else if (value instanceof Map<?, ?> map) {
			map.forEach((key, below) -> nodes.addAll(named(String.valueOf(key), below, depth + 1)));
		}
		return nodes;
	}

	private static List<PlanNode> named(String name, @Nullable Object value, int depth) {
		if (name.equals("table") && value instanceof Map<?, ?> table) {
			return List.of(table(table, nodes(value, depth)));
		}
		List<PlanNode> below = nodes(value, depth);
		if (below.isEmpty() || GROUPS.contains(name)) {
			return below;
		}
		return List.of(step(name.replace('_', ' '), (value instanceof Map<?, ?> map) ? map : Map.of(), below));
	}

	private static PlanNode table(Map<?, ?> table, List<PlanNode> below) {
		String type = text(table, "access_type");
		String condition = text(table, "attached_condition");
		return new PlanNode((type != null) ? type : "table", text(table, "table_name"), null, text(table, "key"), null,
				(condition != null) ? Fingerprint.of(condition, MAX_CONDITION_LENGTH).statement() : null, cost(table),
				number(table, "rows", "rows_examined_per_scan"), below);
	}

	private static PlanNode step(String type, Map<?, ?> step, List<PlanNode> below) {
		return new PlanNode(type, null, null, null, null, null, cost(step), null, below);
	}

	/** MariaDB 11 and newer tell it, MySQL one level deeper and as a text. */
	private static @Nullable Double cost(Map<?, ?> step) {
		return (step.get("cost_info") instanceof Map<?, ?> info) ? number(info, "prefix_cost", "query_cost")
				: number(step, "cost", "cost");
	}

	private static @Nullable String text(Map<?, ?> step, String key) {
		return (step.get(key) instanceof String text) ? text : null;
	}

	private static @Nullable Double number(Map<?, ?> step, String key, String otherwise) {
		Object value = step.containsKey(key) ? step.get(key) : step.get(otherwise);
		if (value instanceof Number number) {
			return number.doubleValue();
		}
		return (value instanceof String text && text.matches("[0-9.]+")) ? Double.valueOf(text) : null;
	}

}
