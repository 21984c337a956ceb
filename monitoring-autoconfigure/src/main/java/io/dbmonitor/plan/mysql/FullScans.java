package io.dbmonitor.plan.mysql;

import java.util.ArrayList;
import java.util.List;

import io.dbmonitor.plan.PlanNode;

/**
 * Finds steps that read a large table from its beginning for some of its rows.
 */
final class FullScans {

	private static final double BIG = 1000;

	private FullScans() {
	}

	static List<String> find(PlanNode node) {
		List<String> hints = new ArrayList<>();
		Double rows = node.rows();
		if ("ALL".equals(node.type()) && node.condition() != null && rows != null && rows >= BIG) {
			hints.add("All of about " + Math.round(rows) + " rows of " + node.relation() + " are read for those with "
					+ node.condition() + ": an index on the columns there would lead to them, if they are few");
		}
		node.children().forEach((child) -> hints.addAll(find(child)));
		return hints;
	}

}
