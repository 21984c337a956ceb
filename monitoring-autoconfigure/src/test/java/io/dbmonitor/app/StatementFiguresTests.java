package io.dbmonitor.app;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

import io.dbmonitor.query.Execution;
import io.dbmonitor.query.ExecutionListener;
import io.dbmonitor.query.FindingKind;
import io.dbmonitor.query.FindingSnapshot;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.StatementSnapshot;
import io.dbmonitor.query.StatementStatistics;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.work.WorkBudgets;
import io.dbmonitor.work.WorkKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * What is counted of a statement, on a real server: errors, batches, rows, times apart,
 * and what is told to listeners. Lies beside the application, so that its lines count as
 * the application's.
 */
@PostgresTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatementFiguresTests {

	private ConfigurableApplicationContext context;

	private JdbcTemplate jdbc;

	private final Recording recording = new Recording();

	@BeforeAll
	void start(PostgresDatabase database) {
		this.context = new SpringApplicationBuilder(JpaApplication.class).properties(database.dataSourceProperties())
			.properties("dbmonitor.query.slow-threshold=200ms", "dbmonitor.query.unbounded-rows=500",
					"dbmonitor.query.log=slow", "dbmonitor.query.log-values=true")
			.initializers((context) -> context.getBeanFactory().registerSingleton("recording", this.recording))
			.web(WebApplicationType.NONE)
			.run();
		this.jdbc = this.context.getBean(JdbcTemplate.class);
		this.jdbc.execute("create table figures (id int primary key, name text)");
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@BeforeEach
	void empty() {
		this.jdbc.update("delete from figures");
		this.recording.executions.clear();
	}

	@Test
	void errorsAreCountedByTheirSqlState() {
		for (int i = 0; i < 2; i++) {
			this.jdbc.update("insert into figures values (?, 'states')", i);
			int taken = i;
			assertThatExceptionOfType(DuplicateKeyException.class)
				.isThrownBy(() -> this.jdbc.update("insert into figures values (?, 'states')", taken));
		}
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> this.jdbc.update("insert into figures values (?, 'states')", Long.MAX_VALUE));
		StatementSnapshot statement = statement("insert into figures values (?)");
		assertThat(statement.errors()).isEqualTo(3);
		assertThat(statement.errorsByState()).containsOnly(Map.entry("23505", 2L), Map.entry("22003", 1L));
		assertThat(statement.recent().errors()).isEqualTo(3);
	}

	@Test
	void batchesAreCountedWithTheirSizes() {
		String sql = "insert into figures (name, id) values (?, ?)";
		this.jdbc.batchUpdate(sql, List.of(new Object[] { "a", 1 }, new Object[] { "b", 2 }, new Object[] { "c", 3 }));
		this.jdbc.batchUpdate(sql, List.<Object[]>of(new Object[] { "d", 4 }));
		StatementSnapshot statement = statement("insert into figures (name, id)");
		assertThat(statement.calls()).isEqualTo(2);
		assertThat(statement.rows()).isEqualTo(4);
		assertThat(statement.batches()).isEqualTo(new StatementSnapshot.Batches(2, 2, 3));
		assertThat(statement("delete from figures").batches()).isNull();
	}

	@Test
	void fetchingIsToldFromExecuting() throws SQLException {
		String sql = "select pg_sleep(0.02)::text || g from generate_series(1, 20) g";
		try (Connection connection = this.context.getBean(DataSource.class).getConnection()) {
			connection.setAutoCommit(false);
			try (PreparedStatement statement = connection.prepareStatement(sql)) {
				// With a cursor the server works while the rows are read
				statement.setFetchSize(1);
				try (ResultSet rows = statement.executeQuery()) {
					while (rows.next()) {
						assertThat(rows.getString(1)).isNotEmpty();
					}
				}
			}
			connection.commit();
		}
		StatementSnapshot statement = statement("from generate_series(?, ?) g");
		assertThat(statement.rows()).isEqualTo(20);
		assertThat(statement.fetch().total()).isGreaterThan(300);
		assertThat(statement.time().total()).isLessThan(statement.fetch().total());
		assertThat(statement.recent().fetch()).isEqualTo(statement.fetch());
	}

	@Test
	void whatALoopOverACursorSendsIsNoPartOfItsFetching() {
		inTransaction("open cursor", () -> this.jdbc
			.query("select h from generate_series(1, 4) h", (RowCallbackHandler) (row) -> this.jdbc.query(
					"select pg_sleep(0.05) as nested",
					(RowCallbackHandler) (nested) -> this.jdbc.queryForList("select pg_sleep(0.05) as innermost"))));
		assertThat(this.context.getBean(WorkBudgets.class).all())
			.filteredOn((work) -> "open cursor".equals(work.name()))
			.singleElement()
			.satisfies((work) -> {
				assertThat(work.statements()).isEqualTo(9);
				assertThat(work.executingSeconds()).isGreaterThan(0.4);
				assertThat(work.executingSeconds() + work.fetchingSeconds()).isLessThanOrEqualTo(work.holdingSeconds());
				assertThat(work.holdingSeconds())
					.isCloseTo(work.executingSeconds() + work.fetchingSeconds() + work.idleSeconds(), within(1e-5));
			});
	}

	@Test
	void aResultThatOnlyItsConnectionClosesCounts() throws SQLException {
		try (Connection connection = this.context.getBean(DataSource.class).getConnection()) {
			Statement statement = connection.createStatement();
			ResultSet rows = statement
				.executeQuery("select h, pg_sleep(0.05) as left_open from generate_series(1, 5) h");
			for (int i = 0; i < 3; i++) {
				assertThat(rows.next()).isTrue();
			}
		}
		assertThat(statement("left_open").rows()).isEqualTo(3);
		assertThat(statement("left_open").fetch().total()).isPositive();
		assertThat(this.recording.executions).singleElement()
			.satisfies((execution) -> assertThat(execution.rows()).isEqualTo(3));
	}

	@Test
	void aLongStatementInABatchIsTheSameAsAlone() throws SQLException {
		String sql = "update figures set name = 'x' where id = 1" + " and name <> 'y' || id".repeat(200);
		try (Connection connection = this.context.getBean(DataSource.class).getConnection();
				Statement statement = connection.createStatement()) {
			statement.executeUpdate(sql);
			statement.addBatch(sql);
			statement.addBatch(sql);
			statement.executeBatch();
		}
		assertThat(this.context.getBean(QueryStatistics.class).all()).filteredOn(
				(statement) -> statement.statement().startsWith("update figures set name = ? where id = ? and name"))
			.singleElement()
			.satisfies((statement) -> {
				assertThat(statement.truncated()).isTrue();
				assertThat(statement.calls()).isEqualTo(2);
			});
	}

	@Test
	void theSlowestExecutionsAreKeptWithWhatTheyDid() {
		new TransactionTemplate(this.context.getBean(PlatformTransactionManager.class), named("slow transaction"))
			.executeWithoutResult((status) -> {
				sleep(0.25);
				sleep(0.01);
			});
		StatementStatistics statistics = statistics("select pg_sleep(?), g from");
		assertThat(statistics.slowest()).hasSizeBetween(2, 5).first().satisfies((slow) -> {
			assertThat(slow.millis()).isGreaterThanOrEqualTo(250);
			assertThat(slow.rows()).isEqualTo(1);
			assertThat(slow.transaction()).isEqualTo("slow transaction");
			assertThat(slow.caller()).startsWith("StatementFiguresTests.");
			assertThat(slow.error()).isNull();
		});
		assertThat(statistics.histogram().stream().mapToLong(StatementSnapshot.Bucket::calls).sum()).isEqualTo(2);
		assertThat(findings(FindingKind.SLOW)).filteredOn((finding) -> finding.statement().contains("pg_sleep(?), g"))
			.singleElement()
			.satisfies((finding) -> {
				assertThat(finding.transaction()).isEqualTo("slow transaction");
				assertThat(finding.maxRows()).isEqualTo(1);
				assertThat(finding.maxMillis()).isGreaterThanOrEqualTo(250);
			});
		assertThat(this.recording.executions).singleElement().satisfies((execution) -> {
			assertThat(execution.values()).containsExactly("0.25");
			assertThat(execution.rows()).isEqualTo(1);
		});
		assertThat(this.context.getBean(WorkBudgets.class).all())
			.filteredOn((work) -> "slow transaction".equals(work.name()))
			.singleElement()
			.satisfies((work) -> {
				assertThat(work.kind()).isEqualTo(WorkKind.TRANSACTION);
				assertThat(work.units()).isEqualTo(1);
				assertThat(work.statements()).isEqualTo(2);
				assertThat(work.executingSeconds()).isBetween(0.26, 5.0);
				assertThat(work.idleSeconds()).isLessThan(work.executingSeconds());
			});
	}

	@Test
	void aFailedExecutionIsToldToListenersToo() {
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> this.jdbc.execute("do $$ begin perform pg_sleep(0.25); raise 'on purpose'; end $$"));
		assertThat(this.recording.executions).singleElement().satisfies((execution) -> {
			assertThat(execution.failure()).hasMessageContaining("on purpose");
			assertThat(execution.rows()).isEqualTo(-1);
		});
	}

	@Test
	void anExecutionWhoseResultNobodyAsksForIsToldWhenItsStatementIsClosed() throws SQLException {
		try (Connection connection = this.context.getBean(DataSource.class).getConnection()) {
			try (Statement statement = connection.createStatement()) {
				assertThat(statement.execute("select pg_sleep(0.25) as unread")).isTrue();
				assertThat(this.recording.executions).isEmpty();
			}
			assertThat(this.recording.executions).hasSize(1);
		}
	}

	@Test
	void manyRowsWithoutALimitAreAFinding() {
		this.jdbc.queryForList("select g as unbounded from generate_series(1, 500) g");
		this.jdbc.queryForList("select g as few from generate_series(1, 499) g");
		this.jdbc.queryForList("select g as limited from generate_series(1, 1000) g limit 900");
		assertThat(findings(FindingKind.UNBOUNDED_READ)).singleElement().satisfies((finding) -> {
			assertThat(finding.statement()).contains("unbounded");
			assertThat(finding.maxRows()).isEqualTo(500);
			assertThat(finding.caller()).startsWith("StatementFiguresTests.manyRowsWithoutALimitAreAFinding");
		});
	}

	@Test
	void singleRowInsertsInALoopAreAFinding() {
		inTransaction("loop of inserts", () -> {
			for (int i = 0; i < 12; i++) {
				this.jdbc.update("insert into figures (id) values (?)", i);
			}
		});
		inTransaction("few inserts", () -> {
			for (int i = 20; i < 29; i++) {
				this.jdbc.update("insert into figures (id, name) values (?, 'few')", i);
			}
		});
		assertThat(findings(FindingKind.SINGLE_ROW_INSERTS)).singleElement().satisfies((finding) -> {
			assertThat(finding.statement()).isEqualTo("insert into figures (id) values (?)");
			assertThat(finding.maxRepetitions()).isEqualTo(12);
			assertThat(finding.transaction()).isEqualTo("loop of inserts");
			assertThat(finding.advice()).contains("batch");
		});
	}

	@Test
	void anExecutionFarAboveTheUsualTimeIsAFinding() {
		String sql = "select pg_sleep(?) as usual";
		for (int i = 0; i < 300; i++) {
			this.jdbc.queryForList(sql, 0.0);
		}
		this.jdbc.queryForList(sql, 0.15);
		assertThat(findings(FindingKind.SLOWER_THAN_USUAL)).singleElement().satisfies((finding) -> {
			assertThat(finding.statement()).contains("usual");
			assertThat(finding.maxMillis()).isBetween(150.0, 5000.0);
			assertThat(finding.usualMillis()).isLessThan(15);
		});
	}

	private void sleep(double seconds) {
		this.jdbc.queryForList("select pg_sleep(?), g from generate_series(1, 1) g", seconds);
	}

	private void inTransaction(String name, Runnable action) {
		new TransactionTemplate(this.context.getBean(PlatformTransactionManager.class), named(name))
			.executeWithoutResult((status) -> action.run());
	}

	private static DefaultTransactionDefinition named(String name) {
		DefaultTransactionDefinition definition = new DefaultTransactionDefinition();
		definition.setName(name);
		return definition;
	}

	private List<FindingSnapshot> findings(FindingKind kind) {
		return this.context.getBean(QueryStatistics.class)
			.findings()
			.stream()
			.filter((finding) -> finding.kind().equals(kind.id()))
			.toList();
	}

	private StatementSnapshot statement(String part) {
		return statistics(part).snapshot();
	}

	private StatementStatistics statistics(String part) {
		QueryStatistics statistics = this.context.getBean(QueryStatistics.class);
		String id = statistics.all()
			.stream()
			.filter((statement) -> statement.statement().contains(part))
			.findFirst()
			.orElseThrow()
			.id();
		return statistics.find(id).orElseThrow();
	}

	/** Keeps the slow executions it is told of. */
	private static final class Recording implements ExecutionListener {

		private final List<Execution> executions = new CopyOnWriteArrayList<>();

		@Override
		public Interest interest() {
			return Interest.SLOW;
		}

		@Override
		public void executed(Execution execution) {
			this.executions.add(execution);
		}

	}

}
