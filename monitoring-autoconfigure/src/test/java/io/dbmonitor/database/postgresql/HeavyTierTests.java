package io.dbmonitor.database.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import io.dbmonitor.database.DatabaseMeter;
import io.dbmonitor.database.Figure;
import io.dbmonitor.database.IndexHealth;
import io.dbmonitor.database.StorageSample;
import io.dbmonitor.database.TableHealth;
import io.dbmonitor.datasource.SessionIds;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a look at the storage finds is what the server answers to other questions, on
 * every version.
 */
@PostgresTest
@Tag("postgres-versions")
class HeavyTierTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final Offset<Double> OFFSET = Offset.offset(0.001);

	private final PostgresInspector inspector = new PostgresInspector(SessionIds.NONE);

	private final PostgresDatabase database;

	HeavyTierTests(PostgresDatabase database) {
		this.database = database;
	}

	@AfterEach
	void clean() throws SQLException {
		this.database.execute("drop schema public cascade; create schema public");
	}

	@Test
	void sizeAndAgeAreThoseOfTheServer() throws SQLException {
		StorageSample sample = examine();
		assertThat(sample.figures().unread()).isEmpty();
		assertThat(whole(sample, Figure.of(DatabaseMeter.SIZE)))
			.isEqualTo(this.database.number("select pg_database_size(current_database())"));
		double before = this.database.number("select max(age(datfrozenxid)) from pg_database");
		assertThat(value(examine(), Figure.of(PostgresMeter.XID_AGE))).isBetween(before,
				(double) this.database.number("select max(age(datfrozenxid)) from pg_database"));
	}

	@Test
	void emptyDatabaseHasNoTroubles() throws SQLException {
		StorageSample sample = examine();
		assertThat(sample.tables()).isEmpty();
		assertThat(sample.indexes()).isEmpty();
		for (String problem : List.of("unused", "duplicate", "invalid", "missing-primary-key")) {
			assertThat(value(sample, Figure.of(PostgresMeter.INDEXES, problem))).isZero();
		}
		assertThat(value(sample, Figure.of(PostgresMeter.ROWS_DEAD))).isZero();
		assertThat(value(sample, Figure.of(PostgresMeter.TABLES_DEAD))).isZero();
		assertThat(value(sample, Figure.of(PostgresMeter.SEQUENCE_USED))).isZero();
	}

	@Test
	void deadRowsAreThoseOfTheServer() throws SQLException {
		this.database.execute("create table worn (id int primary key, note text) with (autovacuum_enabled = false)");
		this.database.execute("insert into worn select n, repeat('x', 100) from generate_series(1, 30000) n");
		this.database.execute("analyze worn; delete from worn where id <= 12000");
		await().until(() -> this.database.number("select n_dead_tup from pg_stat_user_tables") >= 12000);
		// Autovacuum begins at 6,050, and is not late yet
		assertThat(value(examine(), Figure.of(PostgresMeter.TABLES_DEAD))).isZero();
		this.database.execute("delete from worn where id <= 13000");
		await().until(() -> this.database.number("select n_dead_tup from pg_stat_user_tables") >= 13000);
		StorageSample sample = examine();
		assertThat(whole(sample, Figure.of(PostgresMeter.ROWS_DEAD)))
			.isEqualTo(this.database.number("select sum(n_dead_tup) from pg_stat_user_tables"));
		assertThat(value(sample, Figure.of(PostgresMeter.TABLES_DEAD))).isEqualTo(1);
		TableHealth worn = sample.tables().get(0);
		assertThat(worn.name()).isEqualTo("worn");
		assertThat(worn.problems()).containsExactly("dead-rows");
		assertThat(worn.rows()).isEqualTo(30000);
		assertThat(worn.inserted()).isEqualTo(30000);
		assertThat(worn.deleted()).isEqualTo(13000);
		assertThat(worn.lastAnalyze()).isNotNull();
		assertThat(worn.lastVacuum()).isNull();
		this.database.execute("vacuum analyze worn");
		// Before version 15 statistics come some time later
		await().until(() -> examine().tables().get(0).lastVacuum() != null);
		worn = examine().tables().get(0);
		assertThat(worn.bytes()).isEqualTo(this.database.number("select pg_relation_size('worn')"));
		assertThat(worn.indexBytes()).isEqualTo(this.database.number("select pg_relation_size('worn_pkey')"));
	}

	@Test
	void problemsOfIndexesAreFound() throws SQLException {
		this.database.execute("create table parent (id int primary key)");
		this.database.execute("create table child (id int, parent int references parent, a int, b int unique)");
		this.database.execute("insert into child select n, null, n % 2, n from generate_series(1, 100) n");
		this.database.execute("create index child_used on child (id)");
		this.database.execute("create index child_unused on child (parent)");
		this.database.execute("create index child_twin on child (b)");
		this.database.execute("create index child_lower on child (lower(a::text)) where a > 1");
		this.database.execute("create index child_lower_again on child  (lower( a::text ))   where  a > 1");
		this.database.execute("create index child_lower_else on child (lower(a::text)) where a > 2");
		failToBuild();
		this.database.execute("set enable_seqscan = off; select * from child where id = 5");
		await().until(() -> this.database
			.number("select idx_scan from pg_stat_user_indexes where indexrelname = 'child_used'") > 0);
		StorageSample sample = examine();
		assertThat(value(sample, Figure.of(PostgresMeter.INDEXES, "missing-primary-key"))).isEqualTo(1);
		assertThat(problems(sample, "child_used")).isEmpty();
		assertThat(problems(sample, "child_unused")).containsExactly("unused");
		assertThat(problems(sample, "child_b_key")).isEmpty();
		assertThat(problems(sample, "child_twin")).containsExactly("unused", "duplicate");
		assertThat(index(sample, "child_twin").duplicateOf()).isEqualTo("child_b_key");
		assertThat(problems(sample, "child_lower")).containsExactly("unused");
		assertThat(problems(sample, "child_lower_again")).containsExactly("unused", "duplicate");
		assertThat(problems(sample, "child_lower_else")).containsExactly("unused");
		assertThat(problems(sample, "child_invalid")).containsExactly("invalid");
		assertThat(value(sample, Figure.of(PostgresMeter.INDEXES, "duplicate"))).isEqualTo(2);
		assertThat(whole(sample, Figure.of(PostgresMeter.INDEXES, "invalid")))
			.isEqualTo(this.database.number("select count(*) from pg_index where not indisvalid"))
			.isEqualTo(1);
		assertThat(whole(sample, Figure.of(PostgresMeter.INDEXES, "unused"))).isEqualTo(this.database.number("""
				select count(*) from pg_stat_user_indexes s join pg_index i using (indexrelid)
				where s.idx_scan = 0 and not indisunique and indisvalid"""));
	}

	private void failToBuild() throws SQLException {
		try (Connection connection = this.database.connect(); Statement statement = connection.createStatement()) {
			statement.execute("create unique index concurrently child_invalid on child (a)");
		}
		catch (SQLException ex) {
			assertThat(ex.getSQLState()).isEqualTo("23505");
		}
	}

	@Test
	void sequenceThatRunsOutIsTold() throws SQLException {
		this.database.execute("create sequence plain maxvalue 1000; create sequence unasked");
		this.database.execute("create sequence turning maxvalue 10 cycle; select setval('turning', 10)");
		this.database
			.execute("create sequence falling increment -1 minvalue -1000 maxvalue -1; select setval('falling', -101)");
		assertThat(value(examine(), Figure.of(PostgresMeter.SEQUENCE_USED))).isCloseTo(0.1, OFFSET);
		this.database.execute("select setval('plain', 301)");
		assertThat(value(examine(), Figure.of(PostgresMeter.SEQUENCE_USED))).isCloseTo(0.3, OFFSET);
		// The sequence could go on, its column could not
		this.database.execute("create table small (id int primary key); create sequence big owned by small.id");
		this.database.execute("select setval('big', 1932735283)");
		assertThat(value(examine(), Figure.of(PostgresMeter.SEQUENCE_USED))).isCloseTo(0.9, OFFSET);
	}

	@Test
	void nothingWaitsBehindWhatIsHeldOpen() throws SQLException {
		this.database.execute("create table held (id serial primary key, note text)");
		this.database.execute("create table free (id serial primary key); select nextval('free_id_seq')");
		try (Connection holder = this.database.connect(); Statement statement = holder.createStatement()) {
			holder.setAutoCommit(false);
			statement.execute("alter table held add column other text; alter sequence held_id_seq increment 2");
			statement.execute("create index held_note on held (note)");
			long started = System.nanoTime();
			StorageSample sample = examine();
			assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
			assertThat(sample.figures().unread()).isEmpty();
			assertThat(sample.tables()).extracting(TableHealth::name).containsExactlyInAnyOrder("held", "free");
			assertThat(value(sample, Figure.of(PostgresMeter.SEQUENCE_USED))).isZero();
		}
	}

	@Test
	void nothingIsLeftOpen() throws SQLException {
		this.database.execute("create table stands (id serial primary key)");
		try (Connection monitor = this.database.connect()) {
			this.inspector.examine(monitor, TIMEOUT);
			int pid = monitor.unwrap(PGConnection.class).getBackendPID();
			assertThat(this.database.number("select count(*) from pg_locks where pid = " + pid)).isZero();
			assertThat(this.database
				.number("select count(*) from pg_stat_activity where xact_start is not null and pid = " + pid))
				.isZero();
		}
	}

	@Test
	void aKeyIsMissedOnlyWhereOneBelongs() throws SQLException {
		this.database.execute("create table keyed (id int primary key) partition by range (id)");
		this.database.execute("create table keyed_1 partition of keyed for values from (1) to (10)");
		this.database.execute("create table keyless (id int) partition by range (id)");
		this.database.execute("create table keyless_1 partition of keyless for values from (1) to (10)");
		this.database.execute("create table keyless_2 partition of keyless for values from (10) to (20)");
		this.database.execute("create materialized view summary as select count(*) from keyed");
		StorageSample sample = examine();
		assertThat(value(sample, Figure.of(PostgresMeter.INDEXES, "missing-primary-key"))).isEqualTo(1);
		assertThat(sample.tables()).filteredOn((table) -> !table.problems().isEmpty())
			.extracting(TableHealth::name)
			.containsExactly("keyless");
	}

	@Test
	void whatStandsOutIsBounded() throws SQLException {
		this.database.execute("""
				do $$ begin for i in 1..400 loop
					execute format('create table t%s (id int, a int)', i);
					execute format('create index t%s_a on t%s (a)', i, i);
				end loop; end $$""");
		StorageSample sample = examine();
		assertThat(sample.tables()).hasSizeBetween(50, 200);
		assertThat(sample.indexes()).hasSizeBetween(50, 200);
		assertThat(value(sample, Figure.of(PostgresMeter.INDEXES, "missing-primary-key"))).isEqualTo(400);
		assertThat(whole(sample, Figure.of(PostgresMeter.INDEXES, "unused"))).isEqualTo(400);
	}

	private StorageSample examine() throws SQLException {
		try (Connection monitor = this.database.connect()) {
			monitor.setReadOnly(true);
			return this.inspector.examine(monitor, TIMEOUT).orElseThrow();
		}
	}

	private static double value(StorageSample sample, Figure figure) {
		return sample.figures().values().getOrDefault(figure, Double.NaN);
	}

	private static long whole(StorageSample sample, Figure figure) {
		return Math.round(value(sample, figure));
	}

	private static List<String> problems(StorageSample sample, String name) {
		return index(sample, name).problems();
	}

	private static IndexHealth index(StorageSample sample, String name) {
		return sample.indexes().stream().filter((index) -> index.name().equals(name)).findFirst().orElseThrow();
	}

}
