package io.dbmonitor.database.question;

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
 * right or because of a lock, leaves the others alone. For one thread.
 */
public abstract class Interview {

	private final Connection connection;

	private final long deadline;

	private final Answer answers = new Answer();

	private final List<Unread> unread = new ArrayList<>();

	/**
	 * Begin.
	 * @param connection the monitor's own
	 * @param timeout how long all answers together may take on the server
	 */
	protected Interview(Connection connection, Duration timeout) {
		this.connection = connection;
		this.deadline = System.nanoTime() + timeout.toNanos();
	}

	/**
	 * Ask.
	 * @param question the question
	 * @throws SQLException if the connection is gone
	 */
	public final void ask(Question question) throws SQLException {
		if (millisLeft() <= 0) {
			this.unread.add(new Unread(question.subject(), "what was asked before took all of the time"));
			return;
		}
		prepare();
		Answer answer = new Answer();
		try (Statement statement = this.connection.createStatement()) {
			question.ask(statement, answer);
			this.answers.putAll(answer);
		}
		catch (SQLException ex) {
			this.unread.add(new Unread(question.subject(), String.valueOf(ex.getMessage())));
			try {
				recover();
			}
			catch (SQLException gone) {
				ex.addSuppressed(gone);
				throw ex;
			}
		}
	}

	/**
	 * See that the next answer takes no longer than what is left.
	 * @throws SQLException if the connection is gone
	 */
	protected abstract void prepare() throws SQLException;

	/**
	 * Go on behind a question that was not answered.
	 * @throws SQLException if the connection is gone
	 */
	protected abstract void recover() throws SQLException;

	/**
	 * Execute a statement that answers nothing.
	 * @param sql the statement
	 * @throws SQLException if the server does not do it
	 */
	protected final void execute(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * Return how much time is left.
	 * @return milliseconds, negative where none is
	 */
	protected final long millisLeft() {
		return TimeUnit.NANOSECONDS.toMillis(this.deadline - System.nanoTime());
	}

	/**
	 * Add what was found in another way.
	 * @param figures the figures
	 */
	public final void add(Map<Figure, Double> figures) {
		this.answers.putAll(figures);
	}

	/**
	 * Return what was found by now.
	 * @return the figures, and what could not be read
	 */
	public final Figures figures() {
		return new Figures(this.answers.values(), this.unread, this.answers.names());
	}

}
