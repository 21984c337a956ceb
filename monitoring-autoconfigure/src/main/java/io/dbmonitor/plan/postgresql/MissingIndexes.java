package io.dbmonitor.plan.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.dbmonitor.plan.PlanNode;
import org.jspecify.annotations.Nullable;

/**
 * Points out sequential scans that read a big table to find few of its rows, and the
 * index that they lack. How many rows a table has is what its statistics say, so a table
 * that was never analysed counts as empty.
 */
final class MissingIndexes {

	private static final long BIG = 10_000;

	/** From which share of the table on an index would not be used anyway. */
	private static final double MAX_SHARE = 0.1;

	private static final String ROWS = """
			select greatest(reltuples, 0)::bigint from pg_class where oid = to_regclass(?)
			""";

	/** The columns of a table that are the first one of a usable index. */
	private static final String COLUMNS = """
			select a.attname, exists (select 1 from pg_index i
				where i.indrelid = a.attrelid and i.indisvalid and i.indpred is null and i.indkey[0] = a.attnum)
			from pg_attribute a where a.attrelid = to_regclass(?) and a.attnum > 0 and not a.attisdropped
			order by a.attnum
			""";

	private MissingIndexes() {
	}

	static List<String> find(Connection connection, PlanNode root) throws SQLException {
		List<String> hints = new ArrayList<>();
		find(connection, root, hints);
		return List.copyOf(hints);
	}

	private static void find(Connection connection, PlanNode node, List<String> hints) throws SQLException {
		if (node.type().equals("Seq Scan") && node.relation() != null && node.condition() != null) {
			long rows = rows(connection, quoted(node.relation()));
			Double wanted = node.rows();
			if (rows >= BIG && wanted != null && wanted <= rows * MAX_SHARE) {
				hints.add(hint(connection, node, node.relation(), node.condition(), rows, wanted));
			}
		}
		for (PlanNode child : node.children()) {
			find(connection, child, hints);
		}
	}

	private static String hint(Connection connection, PlanNode node, String relation, String condition, long rows,
			double wanted) throws SQLException {
		Set<String> candidates = new LinkedHashSet<>();
		boolean indexed = false;
		try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
			statement.setString(1, quoted(relation));
			try (ResultSet columns = statement.executeQuery()) {
				while (columns.next()) {
					if (mentions(condition, node.alias(), columns.getString(1))) {
						candidates.add(columns.getString(1));
						indexed |= columns.getBoolean(2);
					}
				}
			}
		}
		String scan = String.format(Locale.ROOT, "All of %s is read (about %,d rows) to find about %,d", relation, rows,
				Math.round(wanted));
		if (candidates.isEmpty() || indexed) {
			return scan + ": the condition " + condition + " uses no index";
		}
		return scan + ": no index begins with " + String.join(" or ", candidates);
	}

	private static boolean mentions(String condition, @Nullable String alias, String column) {
		String name = "\"?" + Pattern.quote(column) + "\"?(?![\\w$])";
		String qualified = (alias != null) ? "\"?" + Pattern.quote(alias) + "\"?\\s*\\.\\s*" + name : name;
		Matcher matcher = Pattern.compile(qualified, Pattern.CASE_INSENSITIVE).matcher(condition);
		return matcher.find();
	}

	private static long rows(Connection connection, String relation) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(ROWS)) {
			statement.setString(1, relation);
			try (ResultSet rows = statement.executeQuery()) {
				return rows.next() ? rows.getLong(1) : 0;
			}
		}
	}

	/** Names stand in plans as they are, without quotes. */
	private static String quoted(String relation) {
		int dot = relation.indexOf('.');
		return (dot < 0) ? quote(relation)
				: quote(relation.substring(0, dot)) + "." + quote(relation.substring(dot + 1));
	}

	private static String quote(String name) {
		return '"' + name.replace("\"", "\"\"") + '"';
	}

}
