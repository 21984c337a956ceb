package io.dbmonitor.test;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

import io.dbmonitor.query.Association;
import io.dbmonitor.query.FindingKind;
import io.dbmonitor.query.Operation;
import io.dbmonitor.query.RecordedExecution;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on the statements that a block sent. Where one fails, it lists the
 * statements in question with how often they were sent, their rows and their callers.
 */
public final class SentStatementsAssert extends AbstractAssert<SentStatementsAssert, SentStatements> {

	private static final int REPEATED = 2;

	SentStatementsAssert(SentStatements actual) {
		super(actual, SentStatementsAssert.class);
	}

	/**
	 * At most so many statements were sent, of all operations together.
	 * @param limit how many
	 * @return this
	 */
	public SentStatementsAssert hasAtMost(int limit) {
		return atMost(limit, "", this.actual);
	}

	/**
	 * At most so many statements of an operation were sent.
	 * @param limit how many
	 * @param operation the operation
	 * @return this
	 */
	public SentStatementsAssert hasAtMost(int limit, Operation operation) {
		return atMost(limit, operation + " ", this.actual.of(operation));
	}

	private SentStatementsAssert atMost(int limit, String kind, SentStatements sent) {
		return (sent.count() <= limit) ? this : fail("at most " + number(limit, kind), sent);
	}

	/**
	 * Exactly so many statements were sent, of all operations together.
	 * @param count how many
	 * @return this
	 */
	public SentStatementsAssert hasExactly(int count) {
		return exactly(count, "", this.actual);
	}

	/**
	 * Exactly so many statements of an operation were sent.
	 * @param count how many
	 * @param operation the operation
	 * @return this
	 */
	public SentStatementsAssert hasExactly(int count, Operation operation) {
		return exactly(count, operation + " ", this.actual.of(operation));
	}

	private SentStatementsAssert exactly(int count, String kind, SentStatements sent) {
		return (sent.count() == count) ? this : fail("exactly " + number(count, kind), sent);
	}

	/**
	 * No statement names one of the tables.
	 * @param tables the tables, as {@link SentStatements#touching} takes them
	 * @return this
	 */
	public SentStatementsAssert doesNotTouch(String... tables) {
		return none("no statement on " + String.join(", ", tables), this.actual.touching(tables));
	}

	/**
	 * No read was repeated: sent twice or more from the same place, by the same way
	 * through the application's code, as a loop does that loads row by row. Each request
	 * that the block sends is looked at by itself. So that there is something to repeat,
	 * the test needs two rows at least.
	 * @return this
	 */
	public SentStatementsAssert hasNoNPlusOne() {
		return hasNoNPlusOne(REPEATED);
	}

	/**
	 * No read was repeated so many times from the same place.
	 * @param threshold from how many times on it is an N+1, the first one included
	 * @return this
	 * @see #hasNoNPlusOne()
	 */
	public SentStatementsAssert hasNoNPlusOne(int threshold) {
		SentStatements repeated = RepeatedStatements.reads(this.actual, threshold).in(this.actual);
		Set<String> advice = new LinkedHashSet<>();
		for (RecordedExecution execution : repeated.executions()) {
			Association association = execution.origin().association();
			advice.add((association != null) ? association.advice() : FindingKind.N_PLUS_ONE.advice());
		}
		return none("no read to be repeated (N+1)", repeated, advice);
	}

	/**
	 * No insert of a single row was repeated from the same place outside of a batch.
	 * @return this
	 */
	public SentStatementsAssert hasNoUnbatchedInserts() {
		return none("no insert to be repeated outside of a batch",
				RepeatedStatements.singleInserts(this.actual, REPEATED).in(this.actual),
				Set.of(FindingKind.SINGLE_ROW_INSERTS.advice()));
	}

	/**
	 * No statement returned or changed more rows than that.
	 * @param limit how many rows
	 * @return this
	 */
	public SentStatementsAssert hasNoneOfMoreRowsThan(long limit) {
		return none("no statement of more than " + limit + " rows",
				this.actual.filter((execution) -> execution.rows() > limit));
	}

	/**
	 * No statement took longer than that, until the driver returned. Times of a test are
	 * no times of production; this finds what waits or lacks an index by far.
	 * @param limit how long
	 * @return this
	 */
	public SentStatementsAssert hasNoneSlowerThan(Duration limit) {
		return none("no statement slower than " + limit.toMillis() + " ms",
				this.actual.filter((execution) -> execution.nanos() > limit.toNanos()));
	}

	/**
	 * Each statement was sent in a transaction, and none was one of its own. In a test
	 * that is {@code @Transactional} itself there is always one.
	 * @return this
	 */
	public SentStatementsAssert hasNoneOutsideOfTransactions() {
		return none("no statement outside of a transaction", this.actual.filter(RecordedExecution::isAutoCommit));
	}

	private SentStatementsAssert none(String expected, SentStatements found, String... advice) {
		return none(expected, found, new LinkedHashSet<>(Arrays.asList(advice)));
	}

	private SentStatementsAssert none(String expected, SentStatements found, Set<String> advice) {
		return (found.count() == 0) ? this : fail(expected, found, advice);
	}

	private SentStatementsAssert fail(String expected, SentStatements found) {
		return fail(expected, found, Set.of());
	}

	private SentStatementsAssert fail(String expected, SentStatements found, Set<String> advice) {
		StringBuilder message = new StringBuilder();
		message.append("\nExpected ").append(expected).append(", but ").append(sent(found.count())).append(":\n");
		message.append(found);
		advice.forEach((sentence) -> message.append("  ").append(sentence).append(".\n"));
		throw failure("%s", message);
	}

	private static String number(int count, String kind) {
		return count + " " + kind + ((count == 1) ? "statement" : "statements");
	}

	private static String sent(int count) {
		return switch (count) {
			case 0 -> "none was sent";
			case 1 -> "1 was sent";
			default -> count + " were sent";
		};
	}

}
