package io.dbmonitor.plan.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.dbmonitor.plan.PlanExplainer;
import io.dbmonitor.plan.PlanNode;
import io.dbmonitor.query.ExplainableText;

import org.springframework.boot.jdbc.DatabaseDriver;

/**
 * Asks MariaDB and MySQL for plans. They make none without values, so 1 stands for each
 * parameter, which the plan says. In a transaction that is rolled back; not in a
 * read-only one, in which the servers do not even explain what would write.
 */
public final class MySqlExplainer implements PlanExplainer {

	private static final Pattern LIMIT = Pattern.compile("\\b(limit|offset)\\s+$", Pattern.CASE_INSENSITIVE);

	private static final String VALUES = "The server makes no plan without values: this is the one for 1 in place of"
			+ " each parameter";

	@Override
	public boolean supports(DatabaseDriver driver) {
		return driver == DatabaseDriver.MARIADB || driver == DatabaseDriver.MYSQL;
	}

	@Override
	public Map<String, String> driverProperties(Duration timeout) {
		return Map.of("connectTimeout", String.valueOf(timeout.toMillis()), "connectionAttributes",
				"program_name:dbmonitor");
	}

	@Override
	public Explanation explain(Connection connection, ExplainableText text, Duration timeout) throws SQLException {
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			statement.execute(limits(connection, timeout));
			String json = json(statement, "explain format=json " + withValues(text));
			String message = MySqlPlan.message(json);
			if (message != null) {
				// Such as of a key without a row, which the server looks up while it
				// plans
				return Explanation.none("The server makes no plan: " + message
						+ ((text.parameters() > 0) ? " (with 1 in place of each parameter)" : ""));
			}
			PlanNode root = MySqlPlan.parse(json);
			List<String> hints = new ArrayList<>(FullScans.find(root));
			if (text.parameters() > 0) {
				hints.add(VALUES);
			}
			return Explanation.of(root, hints);
		}
		finally {
			connection.rollback();
		}
	}

	private static String limits(Connection connection, Duration timeout) throws SQLException {
		boolean mariaDb = connection.getMetaData().getDatabaseProductVersion().contains("MariaDB");
		return "set session lock_wait_timeout = 1, " + (mariaDb ? "max_statement_time = " + timeout.toMillis() / 1e3
				: "max_execution_time = " + timeout.toMillis());
	}

	/** A string is compared as a number where the column is one; a limit takes none. */
	private static String withValues(ExplainableText text) {
		return text.sql((number) -> isLimit(text, number) ? "1" : "'1'");
	}

	private static boolean isLimit(ExplainableText text, int number) {
		String before = text.parts().get(number - 1);
		return LIMIT.matcher(before).find() || (number > 1 && ",".equals(before.strip()) && isLimit(text, number - 1));
	}

	private static String json(Statement statement, String sql) throws SQLException {
		try (ResultSet row = statement.executeQuery(sql)) {
			row.next();
			return row.getString(1);
		}
	}

}
