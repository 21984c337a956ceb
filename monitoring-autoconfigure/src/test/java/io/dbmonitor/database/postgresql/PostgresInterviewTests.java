package io.dbmonitor.database.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import io.dbmonitor.database.Figure;
import io.dbmonitor.database.Figures;
import io.dbmonitor.database.Figures.Unread;
import io.dbmonitor.database.question.FigureQuestion;
import io.dbmonitor.database.question.Question;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What has no answer leaves the others alone, and is said.
 */
@PostgresTest
class PostgresInterviewTests {

	private static final Figure TOLD = Figure.of(PostgresMeter.TEMP_FILES);

	private static final FigureQuestion GOOD = FigureQuestion.about("good")
		.figure("42", PostgresMeter.TEMP_FILES)
		.from("pg_stat_database limit 1");

	private static final FigureQuestion FAILING = FigureQuestion.about("failing")
		.figure("1 / 0", PostgresMeter.XMIN_AGE)
		.from("pg_stat_database limit 1");

	private static final FigureQuestion HIDDEN = FigureQuestion.about("hidden")
		.figure("null::int", PostgresMeter.XMIN_AGE)
		.from("pg_stat_database limit 1");

	private static final FigureQuestion LOCKED = FigureQuestion.about("locked")
		.figure("count(*)", PostgresMeter.XMIN_AGE)
		.from("locked");

	private static final FigureQuestion SLOW = FigureQuestion.about("slow")
		.figure("count(pg_sleep(60))", PostgresMeter.XMIN_AGE)
		.from("pg_stat_database");

	private final PostgresDatabase database;

	PostgresInterviewTests(PostgresDatabase database) {
		this.database = database;
	}

	@Test
	void questionThatFailsLeavesTheOthersAlone() throws SQLException {
		Figures figures = ask(Duration.ofSeconds(5), FAILING, GOOD);
		assertThat(figures.values()).containsOnlyKeys(TOLD).containsEntry(TOLD, 42.0);
		assertThat(figures.unread()).extracting(Unread::subject).containsExactly("failing");
		assertThat(figures.unread().get(0).reason()).contains("division by zero");
	}

	@Test
	void whatTheServerDoesNotTellIsNoFigure() throws SQLException {
		Figures figures = ask(Duration.ofSeconds(5), HIDDEN, GOOD);
		assertThat(figures.values()).containsOnlyKeys(TOLD);
		assertThat(figures.unread()).isEmpty();
	}

	@Test
	void nothingWaitsBehindALock() throws SQLException {
		this.database.execute("create table locked (id int)");
		try (Connection holder = this.database.connect()) {
			holder.setAutoCommit(false);
			holder.createStatement().execute("alter table locked add column name text");
			long started = System.nanoTime();
			Figures figures = ask(Duration.ofSeconds(5), LOCKED, GOOD);
			assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
			assertThat(figures.values()).containsOnlyKeys(TOLD);
			assertThat(figures.unread().get(0).reason()).contains("lock timeout");
		}
	}

	@Test
	void timeoutIsForAllTogether() throws SQLException {
		long started = System.nanoTime();
		Figures figures = ask(Duration.ofSeconds(1), GOOD, SLOW, SLOW, SLOW);
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
		assertThat(figures.values()).containsOnlyKeys(TOLD);
		assertThat(figures.unread()).extracting(Unread::subject).containsExactly("slow", "slow", "slow");
	}

	@Test
	void connectionThatIsGoneEndsIt() throws SQLException {
		try (Connection connection = this.database.connect()) {
			PostgresInterview interview = new PostgresInterview(connection, Duration.ofSeconds(5));
			interview.begin();
			this.database.execute("select pg_terminate_backend(pid) from pg_stat_activity"
					+ " where pid <> pg_backend_pid() and datname = current_database()");
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> interview.ask(GOOD));
		}
	}

	private Figures ask(Duration timeout, Question... questions) throws SQLException {
		try (Connection connection = this.database.connect()) {
			PostgresInterview interview = new PostgresInterview(connection, timeout);
			interview.begin();
			for (Question question : questions) {
				interview.ask(question);
			}
			interview.end();
			return interview.figures();
		}
	}

}
