package io.dbmonitor.plan;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One step of a plan. Figures are the planner's estimates; values in conditions are
 * {@code ?}.
 *
 * @param type what is done, in the database's words: {@code Seq Scan}
 * @param relation the table, with its schema where that is known
 * @param alias the table's alias
 * @param index the index
 * @param join the kind of join
 * @param condition what restricts the rows: the conditions of index, join and filter
 * @param cost the cost of this step and all below, in the planner's units; {@code null}
 * where it is not told
 * @param rows how many rows it returns; {@code null} where it is not told
 * @param children the steps below
 */
public record PlanNode(String type, @Nullable String relation, @Nullable String alias, @Nullable String index,
		@Nullable String join, @Nullable String condition, @Nullable Double cost, @Nullable Double rows,
		List<PlanNode> children) {

	/**
	 * Return the steps in a line, without figures: the same for plans that do the same.
	 * @return {@code Nested Loop (Seq Scan on a, Index Scan on b by b_pkey)}
	 */
	public String shape() {
		StringBuilder shape = new StringBuilder(this.type);
		if (this.relation != null) {
			shape.append(" on ").append(this.relation);
		}
		if (this.index != null) {
			shape.append(" by ").append(this.index);
		}
		if (!this.children.isEmpty()) {
			shape.append(" (");
			for (int i = 0; i < this.children.size(); i++) {
				shape.append((i > 0) ? ", " : "").append(this.children.get(i).shape());
			}
			shape.append(')');
		}
		return shape.toString();
	}

}
