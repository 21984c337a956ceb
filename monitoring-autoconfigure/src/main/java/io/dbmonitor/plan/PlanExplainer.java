package io.dbmonitor.plan;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.dbmonitor.query.ExplainableText;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DatabaseDriver;

/**
 * Asks one kind of database for plans. A bean of this type adds a database. Called by one
 * thread at a time for each data source.
 */
public interface PlanExplainer {

	/**
	 * Whether it knows a database.
	 * @param driver the driver
	 * @return whether it can be asked for plans
	 */
	boolean supports(DatabaseDriver driver);

	/**
	 * Return the driver's properties that its connections need.
	 * @param timeout how long to wait for the server
	 * @return the properties
	 */
	Map<String, String> driverProperties(Duration timeout);

	/**
	 * Ask for the plan of a statement, without executing it.
	 * @param connection the monitor's own, to be left as it is
	 * @param text the statement
	 * @param timeout how long to wait for the answer
	 * @return the plan
	 * @throws SQLException if the database does not tell
	 */
	Explanation explain(Connection connection, ExplainableText text, Duration timeout) throws SQLException;

	/**
	 * What the database answered.
	 *
	 * @param root the last step, {@code null} where there is no plan
	 * @param hints what could be better, a sentence each
	 * @param note why there is no plan, or {@code null}
	 */
	record Explanation(@Nullable PlanNode root, List<String> hints, @Nullable String note) {

		/**
		 * Return a plan.
		 * @param root the last step
		 * @param hints what could be better, a sentence each
		 * @return the plan
		 */
		public static Explanation of(PlanNode root, List<String> hints) {
			return new Explanation(root, List.copyOf(hints), null);
		}

		/**
		 * Return an answer without a plan.
		 * @param note why there is none
		 * @return the answer
		 */
		public static Explanation none(String note) {
			return new Explanation(null, List.of(), note);
		}

	}

}
