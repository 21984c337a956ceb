package io.dbmonitor.test;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

import io.dbmonitor.query.Operation;
import io.dbmonitor.query.RecordedExecution;
import org.assertj.core.api.AssertProvider;

/**
 * The statements that a block sent, for AssertJ's {@code assertThat}. Each execution
 * counts; a batch is one. Immutable, but for rows that are still read.
 */
public final class SentStatements implements AssertProvider<SentStatementsAssert> {

	private final List<RecordedExecution> executions;

	/** Who asked; what others sent is shown with their names. */
	private final Thread caller;

	SentStatements(List<RecordedExecution> executions, Thread caller) {
		this.executions = executions;
		this.caller = caller;
	}

	/**
	 * Keep only those of some operations.
	 * @param operations the operations
	 * @return a part of these statements
	 */
	public SentStatements of(Operation... operations) {
		List<Operation> wanted = List.of(operations);
		return filter((execution) -> wanted.contains(execution.fingerprint().operation()));
	}

	/**
	 * Keep only those that name a table.
	 * @param tables the tables, one of which is enough; a name without a schema stands
	 * for the table in any schema, upper and lower case and quotes do not matter
	 * @return a part of these statements
	 */
	public SentStatements touching(String... tables) {
		return filter((execution) -> execution.fingerprint()
			.tables()
			.stream()
			.anyMatch((table) -> Arrays.stream(tables).anyMatch((wanted) -> isTable(table, wanted))));
	}

	/**
	 * Return how many there are.
	 * @return the number of executions
	 */
	public int count() {
		return this.executions.size();
	}

	/**
	 * Return each execution, for assertions of one's own.
	 * @return the executions in the order in which they ended
	 */
	public List<RecordedExecution> executions() {
		return this.executions;
	}

	SentStatements by(Thread thread) {
		return filter((execution) -> execution.thread() == thread);
	}

	SentStatements filter(Predicate<RecordedExecution> filter) {
		return new SentStatements(this.executions.stream().filter(filter).toList(), this.caller);
	}

	Thread caller() {
		return this.caller;
	}

	/**
	 * Return the assertions; for AssertJ, which calls it in {@code assertThat(sent)}.
	 * @return the assertions
	 */
	@Override
	public SentStatementsAssert assertThat() {
		return new SentStatementsAssert(this);
	}

	/**
	 * List the statements with their numbers, rows and callers.
	 * @return several lines
	 */
	@Override
	public String toString() {
		return new StatementListing(this).toString();
	}

	private static boolean isTable(String table, String wanted) {
		String actual = plain(table);
		String expected = plain(wanted);
		return actual.equals(expected) || actual.endsWith("." + expected);
	}

	private static String plain(String table) {
		return table.replaceAll("[\"`\\[\\]]", "").toLowerCase(Locale.ROOT);
	}

}
