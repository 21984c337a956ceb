package io.dbmonitor.database.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.dbmonitor.database.Figure;
import io.dbmonitor.database.Figures;
import io.dbmonitor.database.Figures.Unread;

/**
 * Asks questions one after another, with one time-out for all of them together, so that
 * no number of slow answers takes longer. A question without an answer, for want of a
 * right or because of a lock, leaves the others alone.
 */
final class Interview {

	private static final Duration LOCK_TIMEOUT = Duration.ofMillis(500);

	private final Connection connection;

	private final long deadline;

	private final Answer answers = new Answer();

	private final List<Unread> unread = new ArrayList<>();

	Interview(Connection connection, Duration timeout) {
		this.connection = connection;
		this.deadline = System.nanoTime() + timeout.toNanos();
	}

	/**
	 * Begin a transaction, whose statements take no longer than what is left.
	 * @throws SQLException if the server does not answer
	 */
	void begin() throws SQLException {
		this.connection.setAutoCommit(false);
		execute(timeouts());
	}

	/**
	 * Ask, in the transaction that is open, which goes on whatever the answer.
	 * @param question the question
	 * @throws SQLException if the connection is gone
	 */
	void ask(Question question) throws SQLException {
		if (millisLeft() <= 0) {
			this.unread.add(new Unread(question.subject(), "what was asked before took all of the time"));
			return;
		}
		// One string is one round trip
		execute("savepoint asked; " + timeouts());
		Answer answer = new Answer();
		try (Statement statement = this.connection.createStatement()) {
			question.ask(statement, answer);
			this.answers.putAll(answer);
		}
		catch (SQLException ex) {
			this.unread.add(new Unread(question.subject(), String.valueOf(ex.getMessage())));
			rollback(ex);
		}
	}

	private void rollback(SQLException failure) throws SQLException {
		try {
			execute("rollback to savepoint asked");
		}
		catch (SQLException ex) {
			failure.addSuppressed(ex);
			throw failure;
		}
	}

	/** Add what was found in another way. */
	void add(Map<Figure, Double> figures) {
		this.answers.putAll(figures);
	}

	/**
	 * End the transaction.
	 * @throws SQLException if the connection is gone
	 */
	void end() throws SQLException {
		this.connection.commit();
	}

	/** What was found by now. */
	Figures figures() {
		return new Figures(this.answers.values(), this.unread, this.answers.names());
	}

	private void execute(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/** Start-up parameters would not pass every connection pooler. */
	private String timeouts() {
		return "set local statement_timeout = " + Math.max(1, millisLeft()) + "; set local lock_timeout = "
				+ LOCK_TIMEOUT.toMillis();
	}

	private long millisLeft() {
		return TimeUnit.NANOSECONDS.toMillis(this.deadline - System.nanoTime());
	}

}
