package io.dbmonitor.plan;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.plan.postgresql.PostgresExplainer;
import io.dbmonitor.query.Association;
import io.dbmonitor.query.ExecutionObserver;
import io.dbmonitor.query.ExecutionTracer;
import io.dbmonitor.query.FindingKind;
import io.dbmonitor.query.QuerySettings;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.StatementRecorder;
import io.dbmonitor.query.StatementStatistics;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.work.CallSites;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Plans as the server tells them, on the oldest and the newest PostgreSQL.
 */
@PostgresTest
@Tag("postgres-versions")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlansTests {

	private ConfigurableApplicationContext context;

	private JdbcTemplate jdbc;

	private QueryStatistics statistics;

	@BeforeAll
	void start(PostgresDatabase database) {
		this.context = new SpringApplicationBuilder(JpaApplication.class).properties(database.dataSourceProperties())
			.properties("dbmonitor.query.slow-threshold=1ms", "dbmonitor.plan.interval=1s")
			.web(WebApplicationType.NONE)
			.run();
		this.jdbc = this.context.getBean(JdbcTemplate.class);
		this.statistics = this.context.getBean(QueryStatistics.class);
		this.jdbc.execute("create table \"Big\" (id int primary key, owner int, note text)");
		this.jdbc.update("insert into \"Big\" select g, g % 5000, 'note ' || g from generate_series(1, 50000) g");
		this.jdbc.execute("analyze \"Big\"");
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@Test
	void aLookUpGoesByTheIndex() {
		this.jdbc.queryForList("select note from \"Big\" as by_key where id = ?", 7);
		Plan plan = plan("by_key");
		assertThat(plan.note()).isNull();
		assertThat(root(plan).shape()).isEqualTo("Index Scan on public.Big by Big_pkey");
		assertThat(root(plan).rows()).isEqualTo(1);
		assertThat(root(plan).cost()).isPositive();
		assertThat(plan.hints()).isEmpty();
	}

	@Test
	void aScanOfABigTableNamesTheMissingIndex() {
		this.jdbc.queryForList("select note from \"Big\" as scanned where owner = ? and note <> 'secret'", 7);
		Plan plan = plan("scanned");
		assertThat(root(plan).type()).isEqualTo("Seq Scan");
		assertThat(root(plan).condition()).doesNotContain("secret").contains("owner");
		assertThat(plan.hints()).singleElement()
			.asString()
			.startsWith("All of public.Big is read (about 50,000 rows) to find about 1")
			.endsWith("no index begins with owner or note");
	}

	@Test
	void writesAreExplainedAndNotExecuted() {
		this.jdbc.update("update \"Big\" as explained set note = note where id = ? and owner = ?", -1, -1);
		Long before = this.jdbc.queryForObject("select count(*) from \"Big\"", Long.class);
		this.jdbc.update("delete from \"Big\" as explained where id = -1");
		assertThat(root(plan("update \"Big\" as explained")).type()).isEqualTo("ModifyTable");
		assertThat(root(plan("delete from \"Big\" as explained")).type()).isEqualTo("ModifyTable");
		assertThat(this.jdbc.queryForObject("select count(*) from \"Big\"", Long.class)).isEqualTo(before);
	}

	@Test
	void whatCannotBeExplainedSaysWhy() {
		this.jdbc.execute("create table gone (id int)");
		this.jdbc.queryForList("select * from gone where id = ?", 1);
		this.jdbc.execute("drop table gone");
		assertThat(plan("from gone").note()).contains("42P01");
		assertThat(plan("drop table gone").note()).startsWith("It is no single");
	}

	@Test
	void explainingLeavesNoTraceInTheStatistics() {
		this.jdbc.queryForList("select 1 as traceless");
		assertThat(plan("traceless").root()).isNotNull();
		assertThat(this.statistics.all()).noneMatch((statement) -> statement.statement().startsWith("explain"));
	}

	@Test
	void aLockedTableIsNotWaitedFor() throws Exception {
		this.jdbc.execute("create table locked (id int)");
		this.jdbc.queryForList("select * from locked where id = ?", 1);
		try (Connection connection = this.context.getBean(DataSource.class).getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("lock table locked");
			assertThat(plan("from locked").note()).contains("55P03");
			connection.rollback();
		}
	}

	@Test
	void aPlanThatChangesIsAFinding() {
		this.jdbc.execute("create table changing as select g as id from generate_series(1, 20000) g");
		this.jdbc.execute("analyze changing");
		this.jdbc.queryForList("select id from changing where id = ? and (select pg_sleep(0.005)) is not null", 5);
		StatementStatistics statement = find("from changing");
		// The watcher looks every second, after the first look something must change
		await().until(() -> this.statistics.slow(20).contains(statement));
		AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
		Plans plans = new Plans(this.context.getBean(MonitoredDataSources.class), this.statistics,
				List.of(new PostgresExplainer()), new PlanSettings(Duration.ofHours(1), Duration.ofSeconds(2)),
				now::get, new Faults());
		PlanWatcher watcher = new PlanWatcher(plans, this.statistics,
				new PlanSettings(Duration.ofHours(1), Duration.ofSeconds(2)), new Faults());
		watcher.look();
		this.jdbc.execute("create index changing_id on changing (id)");
		watcher.look();
		assertThat(changes()).isEmpty();
		now.set(Instant.EPOCH.plusSeconds(60));
		watcher.look();
		assertThat(changes()).singleElement()
			.asString()
			.matches("Before: .*Seq Scan on public.changing.*\\. Now: .*by changing_id.*");
	}

	@Test
	void anotherPlanForOtherConstantsIsNoChange() {
		this.jdbc.execute("create table skewed as select g as id, case when g % 10000 = 0 then 'rare' else 'common' end"
				+ " as kind from generate_series(1, 50000) g");
		this.jdbc.execute("create index on skewed (kind)");
		this.jdbc.execute("analyze skewed");
		QueryStatistics few = new QueryStatistics(new QuerySettings(10, 1000, Duration.ofDays(1), 1000, false),
				new CallSites(List.of()), (dataSource) -> ExecutionObserver.NONE, ExecutionTracer.Factory.NONE,
				List::of, () -> Association.Resolver.NONE, () -> Instant.EPOCH, new Faults());
		MonitoredDataSources dataSources = this.context.getBean(MonitoredDataSources.class);
		StatementRecorder recorder = few.recorder(dataSources.all().get(0));
		AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
		Plans plans = new Plans(dataSources, few, List.of(new PostgresExplainer()),
				new PlanSettings(Duration.ofHours(1), Duration.ofSeconds(2)), now::get, new Faults());
		StatementStatistics statement = recorder.statement("select id from skewed where kind = 'rare'");
		Plan rare = Objects.requireNonNull(plans.of(statement));
		// So many other texts that the first one is forgotten
		IntStream.range(0, 60).forEach((i) -> recorder.statement("select " + i));
		assertThat(recorder.statement("select id from skewed where kind = 'common'")).isSameAs(statement);
		now.set(Instant.EPOCH.plusSeconds(60));
		Plan common = Objects.requireNonNull(plans.of(statement));
		assertThat(root(common).shape()).isNotEqualTo(root(rare).shape());
		assertThat(few.findings()).isEmpty();
	}

	@Test
	void thePlanIsThatOfTheTableInThePoolsSchema(PostgresDatabase database) throws SQLException {
		database.execute("create schema tenant");
		database.execute("create table public.twice (id int)");
		database.execute("create table tenant.twice (id int)");
		try (ConfigurableApplicationContext tenant = new SpringApplicationBuilder(JpaApplication.class)
			.properties(database.dataSourceProperties())
			.properties("spring.datasource.hikari.schema=tenant")
			.web(WebApplicationType.NONE)
			.run()) {
			tenant.getBean(JdbcTemplate.class).queryForList("select id from twice where id = ?", 1);
			Plan plan = tenant.getBean(Plans.class).of(find(tenant.getBean(QueryStatistics.class), "from twice"));
			assertThat(root(Objects.requireNonNull(plan)).relation()).isEqualTo("tenant.twice");
		}
	}

	@Test
	void theWatcherLooksByItself() {
		this.jdbc.queryForList("select pg_sleep(0.01) as watched");
		Plan first = plan("watched");
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(plan("watched").at()).isAfter(first.at()));
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).contains("dbmonitor-plans");
	}

	private List<String> changes() {
		return this.statistics.findings()
			.stream()
			.filter((finding) -> finding.kind().equals(FindingKind.PLAN_CHANGED.id())
					&& finding.statement().contains("changing"))
			.map((finding) -> String.valueOf(finding.evidence()))
			.toList();
	}

	private static PlanNode root(Plan plan) {
		assertThat(plan.root()).as(String.valueOf(plan.note())).isNotNull();
		return Objects.requireNonNull(plan.root());
	}

	private Plan plan(String part) {
		Plan plan = this.context.getBean(Plans.class).of(find(part));
		return Objects.requireNonNull(plan);
	}

	private StatementStatistics find(String part) {
		return find(this.statistics, part);
	}

	private static StatementStatistics find(QueryStatistics statistics, String part) {
		return statistics.all()
			.stream()
			.filter((statement) -> statement.statement().contains(part))
			.flatMap((statement) -> statistics.find(statement.id()).stream())
			.findFirst()
			.orElseThrow();
	}

}
