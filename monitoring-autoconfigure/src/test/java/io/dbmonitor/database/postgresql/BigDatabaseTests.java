package io.dbmonitor.database.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.dbmonitor.database.ActivitySample;
import io.dbmonitor.database.Figure;
import io.dbmonitor.database.LockWait;
import io.dbmonitor.database.Session;
import io.dbmonitor.database.StorageSample;
import io.dbmonitor.datasource.SessionIds;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Many tables, many sessions, and a change of tables that somebody holds open. The short
 * form has 1,000 tables; the long one, with {@code -Psoak}, 10,000 with 30,000 indexes.
 */
@PostgresTest
@Tag("load")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("alone")
class BigDatabaseTests {

	private static final Logger logger = LoggerFactory.getLogger(BigDatabaseTests.class);

	private static final int TABLES = Integer.getInteger("dbmonitor.test.tables", 1000);

	private static final int SESSIONS = 500;

	private static final int WAITING = 200;

	/** About how many of these the server is asked whom they wait for. */
	private static final int ASKED = 25;

	private static final int ALTERED = 20;

	private static final int LOOKS = 10;

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	/** Takes {@link #REFERENCE_MILLIS} where the limits below are from. */
	private static final String REFERENCE = "select count(md5(i::text)) from generate_series(1, 20000) i";

	private static final double REFERENCE_MILLIS = 8;

	private final PostgresInspector inspector = new PostgresInspector(SessionIds.NONE);

	private final PostgresDatabase database;

	private final List<Connection> sessions = new ArrayList<>();

	BigDatabaseTests(PostgresDatabase database) {
		this.database = database;
	}

	@BeforeAll
	void makeTablesAndSessions() throws SQLException {
		this.database.execute("""
				create procedure make_tables(tables int) language plpgsql as $$ begin
					for i in 1..tables loop
						execute format('create table t%s (id serial primary key, a int, b text)', i);
						execute format('create index t%s_a on t%s (a)', i, i);
						execute format('create index t%s_b on t%s (b)', i, i);
						if i % 100 = 0 then commit; end if;
					end loop;
				end $$""");
		this.database.execute("call make_tables(" + TABLES + ")");
		this.database.execute("analyze; create extension pg_stat_statements");
		for (int i = 0; i < SESSIONS; i++) {
			Connection session = this.database.connect();
			this.sessions.add(session);
			session.setAutoCommit(false);
			execute(session, "select nextval('t" + (i + 1) + "_id_seq') from t" + (i + 1));
		}
	}

	@AfterAll
	void endSessions() {
		this.sessions.forEach(BigDatabaseTests::abort);
	}

	private static void abort(Connection connection) {
		try {
			connection.abort(Runnable::run);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void bothTiersAreQuickAndWaitForNobody() throws SQLException {
		try (Connection monitor = this.database.connect(); Connection holder = this.database.connect()) {
			holder.setAutoCommit(false);
			for (int i = 0; i < ALTERED; i++) {
				execute(holder, "alter table t" + (TABLES - i) + " add column c int");
			}
			// What a server of one machine shares with its clients would be measured too
			execute(monitor, "set pg_stat_statements.track_planning = on");
			double light = serverMillis(() -> check(this.inspector.sample(monitor, TIMEOUT)));
			double heavy = serverMillis(() -> check(this.inspector.examine(monitor, TIMEOUT).orElseThrow()));
			logger.info("{} tables, {} sessions: a sample takes the server {} ms, a look at the storage {} ms", TABLES,
					SESSIONS, light, heavy);
			assertThat(light).isLessThan(20);
			assertThat(heavy).isLessThan(2000);
		}
	}

	@Test
	void aLongQueueIsQuicklyLookedAt() throws Exception {
		this.database.execute("create table contended ()");
		ExecutorService threads = Executors.newCachedThreadPool();
		List<Future<?>> waiting = new ArrayList<>();
		try (Connection monitor = this.database.connect(); Connection holder = this.database.connect()) {
			holder.setAutoCommit(false);
			execute(holder, "lock table contended");
			for (Connection session : this.sessions.subList(0, WAITING)) {
				waiting.add(threads.submit(() -> {
					// Who looks for a deadlock does not show as waiting meanwhile
					execute(session, "set deadlock_timeout = '1h'; lock table contended; rollback");
					return null;
				}));
			}
			await().until(() -> this.database
				.number("select count(*) from pg_stat_activity where wait_event_type = 'Lock'") == WAITING);
			execute(monitor, "set pg_stat_statements.track_planning = on");
			double light = serverMillis(() -> {
				ActivitySample sample = this.inspector.sample(monitor, TIMEOUT);
				assertThat(sample.figures().unread()).isEmpty();
				assertThat(sample.sessions()).filteredOn(Session::isBlocked)
					.hasSize(WAITING)
					.allSatisfy((session) -> assertThat(session.lockWait()).isNotEqualTo(LockWait.UNKNOWN))
					.filteredOn((session) -> !session.blockedBy().isEmpty())
					.hasSize(ASKED);
			});
			logger.info("{} of {} sessions wait for one lock: a sample takes the server {} ms", WAITING, SESSIONS,
					light);
			holder.rollback();
			for (Future<?> done : waiting) {
				done.get();
			}
			assertThat(light).isLessThan(20);
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void aFullListOfStatementsIsQuicklyRead() throws SQLException {
		try (Connection monitor = this.database.connect()) {
			execute(monitor, "set pg_stat_statements.track = 'all'");
			execute(monitor, """
					do $$
					declare tables constant int := %d;
					begin
						for i in 0..current_setting('pg_stat_statements.max')::int * 2 loop
							execute 'select ' || repeat('abs(', i / tables) || 'a' || repeat(')', i / tables)
								|| ' from t' || i %% tables + 1;
						end loop;
					end $$""".formatted(TABLES));
			execute(monitor, "reset pg_stat_statements.track; set pg_stat_statements.track_planning = on");
			long kept = this.database.number("select count(*) from pg_stat_statements");
			assertThat(kept).isGreaterThan(this.database.number("""
					select current_setting('pg_stat_statements.max')::int * 9 / 10"""));
			for (int i = 0; i < LOOKS; i++) {
				assertThat(this.inspector.examine(monitor, TIMEOUT).orElseThrow().statements()).hasSize(2000);
			}
			double millis = this.database.number("""
					select 1000 * sum(mean_plan_time + mean_exec_time) from pg_stat_statements
					where dbid = (select oid from pg_database where datname = current_database())
						and query like '%sum(temp_blks_written)%'""") / 1000.0;
			logger.info("{} statements are kept: reading them takes the server {} ms", kept, millis);
			assertThat(millis).isLessThan(200);
		}
	}

	/** The mean of what the server itself counts, planning included. */
	private double serverMillis(Look look) throws SQLException {
		look.look();
		double millis = 0;
		double reference = 0;
		for (int i = 0; i < LOOKS; i++) {
			millis += serverMillisOnce(look);
			reference += serverMillisOnce(() -> this.database.execute(REFERENCE));
		}
		double slow = Math.max(1, reference / LOOKS / REFERENCE_MILLIS);
		logger.info("{} ms where a machine is used by nobody else; here it takes {} times as long",
				millis / LOOKS / slow, slow);
		return millis / LOOKS / slow;
	}

	private double serverMillisOnce(Look look) throws SQLException {
		this.database.execute("select pg_stat_statements_reset()");
		look.look();
		return this.database.number("""
				select 1000 * sum(total_plan_time + total_exec_time) from pg_stat_statements
				where dbid = (select oid from pg_database where datname = current_database())
					and query not like '%pg_stat_statements%'""") / 1000.0;
	}

	private static void check(ActivitySample sample) {
		assertThat(sample.figures().unread()).isEmpty();
		assertThat(sample.sessions()).hasSizeGreaterThanOrEqualTo(SESSIONS);
		assertThat(sample.figures().values()).hasEntrySatisfying(
				Figure.of(PostgresMeter.LOCKS, "AccessExclusiveLock", "true"),
				(locks) -> assertThat(locks).isGreaterThanOrEqualTo(ALTERED));
	}

	private static void check(StorageSample sample) {
		assertThat(sample.figures().unread()).isEmpty();
		assertThat(sample.figures().values()).containsEntry(Figure.of(PostgresMeter.INDEXES, "unused"), 2.0 * TABLES);
		assertThat(sample.tables()).hasSizeBetween(50, 200);
		assertThat(sample.indexes()).hasSizeBetween(50, 200);
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private interface Look {

		void look() throws SQLException;

	}

}
