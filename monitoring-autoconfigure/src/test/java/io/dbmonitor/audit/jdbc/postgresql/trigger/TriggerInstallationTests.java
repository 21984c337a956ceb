package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.ValueChange;
import io.dbmonitor.audit.jdbc.MemoApplication;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Triggers are installed, upgraded and removed as often as one likes; what cannot be
 * recorded is said, with what to do.
 */
@PostgresTest
@Tag("postgres-versions")
@ExtendWith(OutputCaptureExtension.class)
class TriggerInstallationTests {

	private static final String NEVER = "dbmonitor.audit.triggers.initialize-schema=never";

	/** Of an older version. */
	private static final String FUNCTION = """
			create or replace function dbmonitor_record_rows() returns trigger language plpgsql as $$ begin
				raise 'of old';
			end $$;
			comment on function dbmonitor_record_rows() is 'dbmonitor of old'""";

	private static final String TRIGGERS = "select count(*) from pg_trigger where not tgisinternal";

	@Test
	void installedUpgradedAndRemovedTwiceOver(PostgresDatabase database) throws SQLException {
		try (Triggered app = Triggered.run(database)) {
			for (int i = 0; i < 2; i++) {
				app.triggers().install();
				app.triggers().install();
				assertThat(app.table("memo")).extracting(AuditedTable::active, AuditedTable::problem)
					.containsExactly(true, null);
				assertThat(database.number(TRIGGERS)).isEqualTo(4);
				database.execute("insert into memo (id, text) values (%d, 'a')".formatted(i));
				assertThat(app.nextChanges()).extracting(Change::operation, Change::id)
					.containsExactly(tuple(ChangeOperation.CREATE, String.valueOf(i)));
				database.execute(FUNCTION);
				app.triggers().join();
				assertThat(app.table("memo").problem()).contains("another version", "initialize-schema=always");
				app.triggers().install();
				assertThat(app.table("memo").active()).isTrue();
				database.execute("update memo set text = 'b'");
				assertThat(app.nextChanges()).hasSize(i + 1);
				app.triggers().remove();
				app.triggers().remove();
				assertThat(database.number(TRIGGERS)).isZero();
				assertThat(app.table("memo").problem()).contains("Triggers of memo are missing or disabled");
				database.execute("update memo set text = 'unseen'");
				assertThat(app.nextChanges()).isEmpty();
			}
		}
	}

	@Test
	void aTriggerOfAnotherFormIsNoticedAndPutRight(PostgresDatabase database) throws SQLException {
		try (Triggered app = Triggered.run(database)) {
			database
				.execute("create or replace trigger aa_dbmonitor_delete after delete on memo referencing old table as"
						+ " gone for each statement execute function dbmonitor_record_rows('of old')");
			app.triggers().join();
			assertThat(app.table("memo").problem()).contains("another version");
			app.triggers().install();
			assertThat(app.table("memo").active()).isTrue();
			database.execute("insert into memo (id, text) values (1, 'a'); delete from memo");
			assertThat(app.nextChanges()).extracting(Change::operation)
				.containsExactly(ChangeOperation.CREATE, ChangeOperation.DELETE);
		}
	}

	/** It would never get into the history, and nothing could be sealed. */
	@Test
	void whatWasRecordedIsJoinedWhenTheTriggersAreRemoved(PostgresDatabase database, CapturedOutput output)
			throws SQLException {
		try (Triggered app = Triggered.run(database, "dbmonitor.audit.triggers.patience=300ms")) {
			database.execute("insert into memo (id, text) values (7, 'by psql')");
			app.triggers().remove();
			assertThat(app.triggers().bypassed()).isEqualTo(1);
			assertThat(database.number("select count(*) from dbmonitor_write")).isZero();
			app.triggers().install();
			database.execute("update memo set text = 'by psql again'");
			database.execute(app.triggers().scripts().get(0).remove());
		}
		new SpringApplicationBuilder(MemoApplication.class).web(WebApplicationType.NONE)
			.properties(database.dataSourceProperties())
			.properties("dbmonitor.audit.store=jdbc")
			.run()
			.close();
		assertThat(output).containsOnlyOnce("waits in dbmonitor_write, and this application does not join it");
	}

	@Test
	void triggersThatNobodyJoinsAreTold(PostgresDatabase database, CapturedOutput output) {
		Triggered.run(database).close();
		String warning = "The triggers of the audit are on memo, and this application does not join";
		assertThat(output).doesNotContain(warning);
		new SpringApplicationBuilder(MemoApplication.class).web(WebApplicationType.NONE)
			.properties(database.dataSourceProperties())
			.properties("dbmonitor.audit.store=jdbc")
			.run()
			.close();
		assertThat(output).containsOnlyOnce(warning);
	}

	@Test
	void aDisabledTriggerIsNoticedAndPutRight(PostgresDatabase database) throws SQLException {
		try (Triggered app = Triggered.run(database)) {
			database.execute("alter table memo disable trigger aa_dbmonitor_update");
			app.triggers().join();
			assertThat(app.table("memo").problem()).contains("missing or disabled");
			app.triggers().install();
			assertThat(app.table("memo").active()).isTrue();
		}
	}

	@Test
	void somebodyElseCanExecuteTheScripts(PostgresDatabase database) throws SQLException {
		try (Triggered app = Triggered.run(database, NEVER)) {
			app.triggers().join();
			assertThat(app.table("memo").problem()).contains("no function dbmonitor_record_rows()",
					"script of audit/triggers");
			AuditTriggers.Scripts scripts = app.triggers().scripts().get(0);
			for (int i = 0; i < 2; i++) {
				database.execute(scripts.install());
				database.execute(scripts.install());
				app.triggers().join();
				assertThat(app.table("memo").active()).isTrue();
				database.execute(scripts.remove());
				database.execute(scripts.remove());
				assertThat(database.number(TRIGGERS)).isZero();
			}
		}
	}

	/** Who joins has no rights but those that the script gives. */
	@Test
	void theScriptGivesTheApplicationItsRights(PostgresDatabase database) throws SQLException {
		database.execute("""
				create table item (id int primary key);
				drop role if exists shop; create role shop login password 'shop';
				grant all on schema public to shop""");
		try (Triggered app = Triggered.run(database.as("shop", "shop"), NEVER,
				"dbmonitor.audit.triggers.tables=item")) {
			database.execute(app.triggers().scripts().get(0).install());
			database.execute("insert into item values (1)");
			assertThat(app.nextChanges()).extracting(Change::operation, Change::id)
				.containsExactly(tuple(ChangeOperation.CREATE, "1"));
			assertThat(database.number("select count(*) from dbmonitor_write")).isZero();
		}
		finally {
			database.execute("drop owned by shop cascade; drop role shop");
		}
	}

	/** Installing locks one table at a time, so nobody can wait for it in a circle. */
	@Test
	void noWriterFailsMeanwhile(PostgresDatabase database) throws SQLException, InterruptedException {
		database.execute("create table item (id int primary key, v int); insert into item values (1, 0)");
		database.execute("create table part (id int primary key, v int); insert into part values (1, 0)");
		try (Triggered app = Triggered.run(database, "dbmonitor.audit.triggers.tables=item,part")) {
			AtomicReference<Throwable> failure = new AtomicReference<>();
			AtomicBoolean ended = new AtomicBoolean();
			List<Thread> writers = new ArrayList<>();
			for (String sql : List.of("update item set v = v + 1; update part set v = v + 1 where id = 1",
					"update part set v = v + 1 where id = 2; update item set v = v + 1 where id = 2")) {
				Thread writer = new Thread(() -> {
					try (Connection connection = database.connect();
							Statement statement = connection.createStatement()) {
						while (!ended.get()) {
							statement.execute(sql);
						}
					}
					catch (SQLException ex) {
						failure.set(ex);
					}
				});
				writer.start();
				writers.add(writer);
			}
			for (int i = 0; i < 20; i++) {
				app.triggers().remove();
				app.triggers().install();
			}
			ended.set(true);
			for (Thread writer : writers) {
				writer.join();
			}
			assertThat(failure).hasValue(null);
			assertThat(app.table("item").active()).isTrue();
		}
	}

	@Test
	void columnsComeAndGoAndAreRenamed(PostgresDatabase database) throws SQLException {
		try (Triggered app = Triggered.run(database);
				Connection connection = database.connect();
				Statement statement = connection.createStatement()) {
			// One session all the time, whose plans are made before the table is changed
			statement.execute("insert into memo (id, text) values (1, 'a')");
			statement.execute("update memo set text = 'b'");
			database.execute("alter table memo add column extra int default 7");
			statement.execute("update memo set extra = 8");
			statement.execute("update memo set text = 'c'");
			database
				.execute("alter table memo rename column seal to wax; alter table memo alter column extra type text");
			statement.execute("update memo set text = 'd', extra = 'x'");
			database.execute("alter table memo drop column extra; alter table memo rename column wax to seal");
			statement.execute("update memo set text = 'e'");
			statement.execute("delete from memo");
			assertThat(app.nextChanges()).extracting((change) -> change.values().get("text"))
				.filteredOn((value) -> value != null)
				.containsExactly(new ValueChange(null, "a"), new ValueChange("a", "b"), new ValueChange("b", "c"),
						new ValueChange("c", "d"), new ValueChange("d", "e"), new ValueChange("e", null));
			assertThat(app.triggers().bypassed()).isEqualTo(6);
		}
	}

	@Test
	void whatCannotBeReadAsTheEntityIsKeptAsColumns(PostgresDatabase database) throws SQLException {
		try (Triggered app = Triggered.run(database)) {
			database.execute("insert into memo (id, text, seal, draft) values (1, 'a', 'secret', 'secret')");
			database
				.execute("alter table memo rename column text to body; alter table memo rename column draft to sketch");
			assertThat(app.nextChanges()).singleElement().satisfies((change) -> {
				assertThat(change.entity()).isEqualTo("Memo");
				assertThat(change.id()).isEqualTo("1");
				assertThat(change.values()).containsEntry("text", new ValueChange(null, "a"));
			});
			// Nobody knows whether what it is called now may be kept
			database.execute("update memo set body = 'b', seal = 'secret 2', sketch = 'secret 2'");
			assertThat(app.nextChanges()).singleElement()
				.satisfies((change) -> assertThat(change.values()).containsOnlyKeys("body", "seal", "sketch")
					.containsEntry("body", new ValueChange(ValueChange.MASK, ValueChange.MASK)));
			assertThat(
					database.number("select count(*) from dbmonitor_change where field_changes::text like '%secret%'"))
				.isZero();
		}
	}

	/** Hibernate told of it, by names that the row does not have any more. */
	@Test
	void whatCannotBeReadAsTheEntityAndHibernateToldOfIsThereOnce(PostgresDatabase database) throws SQLException {
		try (Triggered app = Triggered.run(database)) {
			SessionFactory factory = app.bean(SessionFactory.class);
			Object memo = MemoApplication.memo("a");
			factory.inTransaction((session) -> session.persist(memo));
			factory.inTransaction((session) -> MemoApplication.rewrite(session.merge(memo), "b"));
			database.execute("update memo set text = 'c'");
			factory.inTransaction((session) -> session.remove(session.merge(memo)));
			database.execute("alter table memo rename column text to body");
			assertThat(app.nextChanges()).extracting((change) -> change.source() + " " + change.operation())
				.containsExactly("ORM CREATE", "ORM UPDATE", "TRIGGER UPDATE", "ORM DELETE");
		}
	}

	@Test
	void aRenamedTableIsMissedAndNothingIsLost(PostgresDatabase database) throws SQLException {
		try (Triggered app = Triggered.run(database)) {
			database.execute("alter table memo rename to note");
			database.execute("insert into note (id, text) values (1, 'a')");
			assertThat(app.nextChanges()).isEmpty();
			assertThat(app.table("memo").problem()).contains("There is no table memo: was it renamed or dropped?");
			database.execute("alter table note rename to memo");
			assertThat(app.nextChanges()).extracting(Change::entity, Change::id).containsExactly(tuple("Memo", "1"));
		}
	}

	@Test
	void triggersThatNobodyJoinsAreNoticed(PostgresDatabase database) throws SQLException {
		database.execute("create table item (id int primary key); create table other (id int primary key)");
		Triggered.run(database, "dbmonitor.audit.triggers.tables=item,other").close();
		try (Triggered app = Triggered.run(database, "dbmonitor.audit.triggers.tables=item")) {
			app.triggers().join();
			assertThat(app.table("item").problem()).isNull();
			assertThat(app.table("other").problem()).contains("not among the tables of this application");
		}
	}

	@Test
	void aDroppedTableLeavesItsRecords(PostgresDatabase database) throws SQLException {
		database.execute("create table item (id int primary key, name text)");
		try (Triggered app = Triggered.run(database, "dbmonitor.audit.triggers.tables=item")) {
			database.execute("insert into item values (1, 'a')");
			database.execute("drop table item; create table item (id int primary key, name text)");
			assertThat(app.nextChanges()).extracting(Change::entity, Change::id).containsExactly(tuple("item", "1"));
			assertThat(app.table("item").problem()).contains("missing or disabled");
			app.triggers().install();
			database.execute("insert into item values (2, 'b')");
			database.execute("drop table item");
			assertThat(app.nextChanges()).singleElement()
				.satisfies((change) -> assertThat(change.values()).containsEntry("name", new ValueChange(null, "b")));
		}
	}

	@Test
	void whoMayNotMakeTriggersIsTold(PostgresDatabase database) throws SQLException {
		database.execute("create table item (id int primary key, name text)");
		database.execute("""
				drop role if exists guest; create role guest login password 'guest';
				grant all on schema public to guest; grant select, insert, update on item to guest""");
		try {
			assertThatException()
				.isThrownBy(() -> Triggered.run(database.as("guest", "guest"), "dbmonitor.audit.triggers.tables=item"))
				.withStackTraceContaining("Triggers cannot be installed")
				.withStackTraceContaining("permission denied for table item");
			assertThat(database.number(TRIGGERS)).isZero();
		}
		finally {
			database.execute("drop owned by guest cascade; drop role guest");
		}
	}

	@Test
	void withoutAPrimaryKeyRowsAreRecordedAsDeletedAndInserted(PostgresDatabase database) throws SQLException {
		database.execute("create table item (name text, amount int)");
		try (Triggered app = Triggered.run(database, "dbmonitor.audit.triggers.tables=item")) {
			assertThat(app.table("item").limits()).singleElement().asString().contains("without a primary key");
			database.execute("insert into item values ('a', 1), ('a', 1), ('b', 2)");
			assertThat(app.nextChanges()).hasSize(3);
			database.execute("update item set amount = 3 where name = 'b'");
			assertThat(app.nextChanges()).extracting(Change::operation, Change::id)
				.containsExactly(tuple(ChangeOperation.DELETE, "b,2"), tuple(ChangeOperation.CREATE, "b,3"));
			database.execute("update item set amount = amount + 1");
			assertThat(app.nextChanges()).extracting(Change::operation, Change::id)
				.containsExactly(tuple(ChangeOperation.DELETE, "a,1"), tuple(ChangeOperation.CREATE, "a,2"),
						tuple(ChangeOperation.DELETE, "a,1"), tuple(ChangeOperation.CREATE, "a,2"),
						tuple(ChangeOperation.DELETE, "b,3"), tuple(ChangeOperation.CREATE, "b,4"));
		}
	}

	@Test
	void partitionsAreRecordedWhoeverNamesThem(PostgresDatabase database) throws SQLException {
		database.execute("""
				create table item (id int primary key, name text) partition by range (id);
				create table item_low partition of item for values from (0) to (100);
				create table item_high partition of item for values from (100) to (200) partition by range (id);
				create table item_higher partition of item_high for values from (150) to (200)""");
		try (Triggered app = Triggered.run(database, "dbmonitor.audit.triggers.tables=item")) {
			assertThat(app.table("item").active()).isTrue();
			database.execute("insert into item values (1, 'a'), (160, 'b')");
			database.execute("update item set id = 170 where id = 1");
			database.execute("insert into item_low values (2, 'c'); update item_higher set name = 'd' where id = 170");
			assertThat(app.nextChanges()).extracting((change) -> change.operation() + " " + change.id())
				.containsExactlyInAnyOrder("CREATE 1", "CREATE 160", "DELETE 1", "CREATE 170", "CREATE 2",
						"UPDATE 170");
			assertThat(app.bean(JdbcTemplate.class)
				.queryForList("select distinct entity from dbmonitor_change", String.class)).containsExactly("item");
			database.execute("create table item_new partition of item for values from (200) to (300)");
			app.triggers().join();
			assertThat(app.table("item").problem()).contains("Triggers of item_new are missing");
			app.triggers().install();
			assertThat(app.table("item").active()).isTrue();
		}
	}

	/** PostgreSQL would let nobody write to it. */
	@Test
	void aTableWithAForeignPartitionGetsNoTriggers(PostgresDatabase database) throws SQLException {
		database.execute("""
				create foreign data wrapper nowhere;
				create server elsewhere foreign data wrapper nowhere;
				create table item (id int, name text) partition by range (id);
				create table item_low partition of item for values from (0) to (100);
				create table part (id int); create foreign table far_part () inherits (part) server elsewhere""");
		try (Triggered app = Triggered.run(database, "dbmonitor.audit.triggers.tables=item,part")) {
			assertThat(app.table("item").active()).isTrue();
			assertThat(app.table("part").problem())
				.contains("a foreign table is among its partitions or inherits from it");
			assertThat(database.number(TRIGGERS)).isEqualTo(8);
			database.execute(
					"create foreign table item_far partition of item for values from (100) to (200) server elsewhere");
			app.triggers().join();
			assertThat(app.table("item").problem()).contains("a foreign table is among its partitions");
			assertThat(app.triggers().scripts().get(0).install()).doesNotContain("create or replace trigger");
			app.triggers().install();
			assertThat(database.number(TRIGGERS)).isZero();
		}
	}

	@Test
	void whatHasNoTriggersOfThisKindIsSaid(PostgresDatabase database) throws SQLException {
		database.execute("""
				create unlogged table fleeting (id int primary key);
				create view seen as select 1 as id;
				create table parent (id int primary key);
				create table child () inherits (parent);
				create foreign data wrapper nowhere;
				create server elsewhere foreign data wrapper nowhere;
				create foreign table remote (id int) server elsewhere""");
		try (Triggered app = Triggered.run(database,
				"dbmonitor.audit.triggers.tables=fleeting,seen,parent,remote,missing")) {
			assertThat(app.table("fleeting").active()).isTrue();
			assertThat(app.table("fleeting").limits()).singleElement().asString().startsWith("unlogged");
			assertThat(app.table("parent").active()).isTrue();
			assertThat(app.table("parent").limits()).singleElement().asString().contains("inherit");
			assertThat(app.table("seen").problem()).contains("it is a view");
			assertThat(app.table("remote").problem()).contains("it is a foreign table");
			assertThat(app.table("missing").problem()).contains("There is no table missing");
		}
	}

	@Test
	void severalInstancesInstallAtTheSameTime(PostgresDatabase database) throws SQLException, InterruptedException {
		try (Triggered one = Triggered.run(database, NEVER); Triggered other = Triggered.run(database, NEVER)) {
			AtomicReference<Throwable> failure = new AtomicReference<>();
			Thread thread = new Thread(() -> other.triggers().install());
			thread.setUncaughtExceptionHandler((failed, ex) -> failure.set(ex));
			thread.start();
			one.triggers().install();
			thread.join();
			assertThat(failure).hasValue(null);
			assertThat(database.number(TRIGGERS)).isEqualTo(4);
		}
	}

	@Test
	void nobodyElseCanHaveRowsRecordedAsTheseOrUseTheRightsOfTheFunction(PostgresDatabase database)
			throws SQLException {
		database.execute("drop role if exists clerk; create role clerk login password 'clerk'");
		try (Triggered app = Triggered.run(database);
				Connection connection = database.as("clerk", "clerk").connect();
				Statement statement = connection.createStatement()) {
			statement.execute("create temp table memo (id bigint, text text)");
			assertThatException()
				.isThrownBy(() -> statement
					.execute("create trigger forge after insert on pg_temp.memo referencing new table"
							+ " as new_rows for each statement execute function public.dbmonitor_record_rows()"))
				.withMessageContaining("permission denied for function");
			// Not by whoever may, either
			database.execute("create table item (id int primary key); insert into item values (1)");
			try (Connection owner = database.connect(); Statement owners = owner.createStatement()) {
				owners.execute(
						"create temp table memo (id bigint, text text); create trigger forge after insert on pg_temp.memo"
								+ " referencing new table as new_rows for each statement execute function dbmonitor_record_rows();"
								+ " insert into pg_temp.memo values (1, 'forged')");
			}
			assertThat(app.nextChanges()).isEmpty();
			assertThat(database.number("select count(*) from dbmonitor_write")).isZero();
		}
		finally {
			database.execute("drop owned by clerk; drop role clerk");
		}
	}

	/** The cast would be executed with the rights of the function's owner. */
	@Test
	void keysAreComparedWithoutCastsAndIncludedColumns(PostgresDatabase database) throws SQLException {
		database.execute("""
				create type k as enum ('a', 'b');
				create function evil(k) returns text language plpgsql as $$ begin raise 'cast'; end $$;
				create cast (k as text) with function evil(k);
				create table item (id k, part varchar(5), doc json, v int, primary key (id, part) include (doc));
				insert into item values ('a', 'x', '{}', 1), ('b', 'x', '{}', 1)""");
		try (Triggered app = Triggered.run(database, "dbmonitor.audit.triggers.tables=item")) {
			database.execute("update item set v = v + 1, doc = '[1]'");
			assertThat(app.nextChanges()).extracting((change) -> change.operation() + " " + change.id())
				.containsExactlyInAnyOrder("UPDATE a,x", "UPDATE b,x");
		}
	}

	@Test
	void twoInstancesJoinEachTransactionOnce(PostgresDatabase database) throws SQLException, InterruptedException {
		try (Triggered one = Triggered.run(database); Triggered other = Triggered.run(database)) {
			for (int i = 0; i < 50; i++) {
				database.execute("insert into memo (id, text) values (%d, 'a')".formatted(i));
			}
			Thread thread = new Thread(() -> other.triggers().join());
			thread.start();
			one.triggers().join();
			thread.join();
			assertThat(one.triggers().bypassed() + other.triggers().bypassed()).isEqualTo(50);
			assertThat(one.next()).hasSize(50)
				.allSatisfy((changeSet) -> assertThat(changeSet.changes()).extracting(Change::source)
					.isEqualTo(List.of(ChangeSource.TRIGGER)));
		}
	}

}
