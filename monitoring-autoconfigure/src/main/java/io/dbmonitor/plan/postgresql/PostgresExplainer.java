package io.dbmonitor.plan.postgresql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;

import io.dbmonitor.plan.PlanExplainer;
import io.dbmonitor.plan.PlanNode;
import io.dbmonitor.query.ExplainableText;

import org.springframework.boot.jdbc.DatabaseDriver;

/**
 * Asks PostgreSQL 14 and newer for generic plans: since 16 with
 * {@code EXPLAIN (GENERIC_PLAN)}, before by a prepared statement that is forced to have
 * one. In a read-only transaction with time-outs of its own, never with {@code ANALYZE}.
 */
public final class PostgresExplainer implements PlanExplainer {

	private static final int GENERIC_PLAN_SINCE = 160000;

	private static final Duration LOCK_TIMEOUT = Duration.ofMillis(500);

	@Override
	public boolean supports(DatabaseDriver driver) {
		return driver == DatabaseDriver.POSTGRESQL;
	}

	/**
	 * In the extended protocol the driver would have to bind the parameters of what is
	 * only explained.
	 */
	@Override
	public Map<String, String> driverProperties(Duration timeout) {
		String seconds = String.valueOf(Math.max(1, timeout.toSeconds()));
		return Map.of("preferQueryMode", "simple", "connectTimeout", seconds, "loginTimeout", seconds,
				"ApplicationName", "dbmonitor");
	}

	@Override
	public Explanation explain(Connection connection, ExplainableText text, Duration timeout) throws SQLException {
		connection.setReadOnly(true);
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			statement.execute("set local statement_timeout = " + timeout.toMillis());
			statement.execute("set local lock_timeout = " + LOCK_TIMEOUT.toMillis());
			PlanNode root = PostgresPlan.parse(ask(statement, text));
			return Explanation.of(root, MissingIndexes.find(connection, root));
		}
		finally {
			connection.rollback();
		}
	}

	private static String ask(Statement statement, ExplainableText text) throws SQLException {
		int version;
		try (ResultSet rows = statement.executeQuery("select current_setting('server_version_num')::int")) {
			rows.next();
			version = rows.getInt(1);
		}
		if (version >= GENERIC_PLAN_SINCE) {
			return json(statement, "explain (generic_plan, verbose, format json) " + numbered(text));
		}
		statement.execute("set local plan_cache_mode = force_generic_plan");
		statement.execute("prepare dbmonitor_explained as " + numbered(text));
		String arguments = (text.parameters() == 0) ? ""
				: "(" + String.join(", ", Collections.nCopies(text.parameters(), "null")) + ")";
		return json(statement, "explain (verbose, format json) execute dbmonitor_explained" + arguments);
	}

	private static String numbered(ExplainableText text) {
		return text.sql((number) -> "$" + number);
	}

	private static String json(Statement statement, String sql) throws SQLException {
		StringBuilder json = new StringBuilder();
		try (ResultSet rows = statement.executeQuery(sql)) {
			while (rows.next()) {
				json.append(rows.getString(1)).append('\n');
			}
		}
		return json.toString();
	}

}
