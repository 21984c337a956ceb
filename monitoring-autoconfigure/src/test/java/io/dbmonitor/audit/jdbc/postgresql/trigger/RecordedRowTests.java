package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.DatabaseSession;
import io.dbmonitor.audit.Replay;
import io.dbmonitor.audit.ValueChange;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What other programs write to a table is recorded as they wrote it, whatever the
 * statement, the types of its columns and the settings of the session.
 */
@PostgresTest
@Tag("postgres-versions")
class RecordedRowTests {

	private static final String ITEM = "dbmonitor.audit.triggers.tables=item";

	/** A type, and a value of it. */
	private static final List<String> VALUES = List.of("text|E'quoted \" back\\\\slash, (comma) \\n line \\t tab'",
			"text|''", "text|'NULL'", "text|' '", "text|'ümläut € 𝄞'", "bytea|'\\x00ff2227'", "numeric|'NaN'",
			"numeric|123456789012345678901234567890.123", "double precision|'-Infinity'", "double precision|0.1",
			"real|1e-7", "jsonb|'{\"a\": [1, null, \"x\"]}'", "json|'{\"b\":1,  \"b\":2}'", "int[]|'{{1,2},{3,NULL}}'",
			"text[]|array['a,b', 'c\"d', null, '']", "point|'(1.5,-2)'", "int4range|'[1,5)'",
			"timestamp|'2026-03-29 02:30:00.123456'", "timestamptz|'2026-03-29 02:30:00.5+05:45'",
			"timestamptz|'infinity'", "date|'0044-03-15 BC'", "interval|'1 year 2 mons -3 days 04:05:06.7'",
			"time|'24:00:00'", "uuid|'00000000-0000-0000-0000-00000000000f'", "inet|'10.0.0.1/8'", "bit(3)|'101'",
			"char(5)|'ab'", "varchar(3)|'abc'", "money|'12.5'", "xml|'<a b=\"c\">d</a>'", "tsvector|'a:1 b:2'",
			"pair|row(1, 'a \"b\" (c),d')", "pair[]|array[row(1, 'a'), row(null, '\"')]::pair[]",
			"mood|'not, so \"happy'", "boolean|true", "oid|42", "regclass|'item0'", "\"char\"|'x'");

	@Test
	void eachKindOfStatement(PostgresDatabase database) throws SQLException {
		database
			.execute("create table item (id int primary key, name text, parent int references item on delete cascade)");
		try (Triggered app = Triggered.run(database, ITEM)) {
			database.execute("insert into item values (1, 'a'), (2, 'b')");
			assertThat(app.nextChanges()).extracting(RecordedRowTests::summary)
				.containsExactly("CREATE 1 {id=null>1, name=null>a}", "CREATE 2 {id=null>2, name=null>b}");
			database.execute(
					"insert into item values (1, 'c'), (3, 'd') on conflict (id) do update set name = excluded.name");
			assertThat(app.nextChanges()).extracting(RecordedRowTests::summary)
				.containsExactlyInAnyOrder("UPDATE 1 {name=a>c}", "CREATE 3 {id=null>3, name=null>d}");
			database.execute("update item set name = upper(name) where id < 3");
			assertThat(app.nextChanges()).extracting(RecordedRowTests::summary)
				.containsExactlyInAnyOrder("UPDATE 1 {name=c>C}", "UPDATE 2 {name=b>B}");
			database.execute(merge(database));
			assertThat(app.nextChanges()).extracting(RecordedRowTests::summary)
				.containsExactlyInAnyOrder("DELETE 2 {id=2>null, name=B>null}",
						"CREATE 4 {id=null>4, name=null>merged}");
			database.execute(
					"with gone as (delete from item where id = 4 returning name) update item set name = gone.name from gone where id = 3");
			assertThat(app.nextChanges()).extracting(RecordedRowTests::summary)
				.containsExactlyInAnyOrder("DELETE 4 {id=4>null, name=merged>null}", "UPDATE 3 {name=d>merged}");
			database.execute("update item set id = id + 10");
			assertThat(app.nextChanges()).extracting(RecordedRowTests::summary)
				.containsExactlyInAnyOrder("DELETE 1 {id=1>null, name=C>null}",
						"DELETE 3 {id=3>null, name=merged>null}", "CREATE 11 {id=null>11, name=null>C}",
						"CREATE 13 {id=null>13, name=null>merged}");
			database.execute("update item set id = 12 where id = 11");
			assertThat(app.nextChanges()).extracting(RecordedRowTests::summary)
				.containsExactly("DELETE 11 {id=11>null, name=C>null}", "CREATE 12 {id=null>12, name=null>C}");
			database.execute("insert into item values (20, 'child', 13)");
			database.execute("delete from item where id = 13");
			assertThat(app.nextChanges()).extracting(RecordedRowTests::summary)
				.containsExactlyInAnyOrder("CREATE 20 {id=null>20, name=null>child, parent=null>13}",
						"DELETE 20 {id=20>null, name=child>null, parent=13>null}",
						"DELETE 13 {id=13>null, name=merged>null}");
			database.execute(
					"update item set name = name; update item set name = 'x' where false; delete from item where false");
			assertThat(app.nextChanges()).isEmpty();
			database.execute("truncate item");
			assertThat(app.nextChanges()).singleElement().satisfies((change) -> {
				assertThat(change.operation()).isEqualTo(ChangeOperation.DELETE);
				assertThat(change.isOfAny()).isTrue();
			});
		}
	}

	@Test
	void whatIsRolledBackLeavesNothing(PostgresDatabase database) throws SQLException {
		database.execute("create table item (id int primary key, name text)");
		try (Triggered app = Triggered.run(database, ITEM);
				Connection connection = database.connect();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("insert into item values (1, 'a')");
			connection.rollback();
			statement.execute("insert into item values (2, 'b')");
			statement.execute("savepoint before");
			statement.execute("update item set name = 'c'");
			statement.execute("rollback to before");
			connection.commit();
			assertThat(app.nextChanges()).extracting(RecordedRowTests::summary)
				.containsExactly("CREATE 2 {id=null>2, name=null>b}");
		}
	}

	/** It would not fit into JSON, or mean something else when it is read again. */
	@Test
	void anyTypeComesBackAsItWas(PostgresDatabase database) throws SQLException {
		database.execute("create type pair as (a int, b text); create type mood as enum ('not, so \"happy')");
		for (int i = 0; i < VALUES.size(); i++) {
			database.execute("create table item%d (id int primary key, value %s, \"odd \"\"Name\" int, dropped int)"
				.formatted(i, type(i)));
			database.execute("alter table item%d drop column dropped".formatted(i));
		}
		String tables = IntStream.range(0, VALUES.size()).mapToObj((i) -> "item" + i).collect(Collectors.joining(","));
		try (Triggered app = Triggered.run(database, "dbmonitor.audit.triggers.tables=" + tables)) {
			for (int i = 0; i < VALUES.size(); i++) {
				// The driver minds what is still set at the end
				database.execute("""
						do $$ begin
							set local datestyle = 'SQL, DMY'; set local intervalstyle = 'sql_standard';
							set local timezone = 'Asia/Kathmandu'; set local bytea_output = 'escape';
							set local extra_float_digits = -5;
							insert into item%d values (1, %s);
						end $$
						""".formatted(i, value(i)));
			}
			List<Change> created = app.nextChanges();
			assertThat(created).hasSameSizeAs(VALUES);
			for (int i = 0; i < VALUES.size(); i++) {
				String expected = kept(i, app.bean(JdbcTemplate.class));
				assertThat(String.valueOf(value(created.get(i)).newValue())).as(VALUES.get(i)).isEqualTo(expected);
				database.execute("update item%d set value = null, \"odd \"\"Name\" = 7".formatted(i));
				Change updated = app.nextChanges().get(0);
				assertThat(String.valueOf(value(updated).oldValue())).as(VALUES.get(i)).isEqualTo(expected);
				assertThat(updated.values()).containsEntry("odd \"Name", new ValueChange(null, 7)).hasSize(2);
			}
		}
	}

	/** PostgreSQL 14 has none. */
	private static String merge(PostgresDatabase database) throws SQLException {
		return (database.number("select current_setting('server_version_num')") < 150000)
				? "delete from item where id = 2; insert into item values (4, 'merged')" : """
						merge into item using (values (2), (4)) as source (id) on item.id = source.id
						when matched then delete when not matched then insert values (source.id, 'merged')
						""";
	}

	private static String type(int number) {
		return VALUES.get(number).substring(0, VALUES.get(number).indexOf('|'));
	}

	private static String value(int number) {
		return VALUES.get(number).substring(VALUES.get(number).indexOf('|') + 1);
	}

	/** What is in the table, as the application's driver reads it. */
	private static String kept(int number, JdbcTemplate jdbc) {
		return Objects.requireNonNull(jdbc.queryForObject("select value from item" + number, (row, place) -> {
			Object object = row.getObject(1);
			return (object instanceof Number || object instanceof Boolean) ? object.toString() : row.getString(1);
		}));
	}

	@Test
	void itSaysWhoItWas(PostgresDatabase database) throws SQLException {
		database.execute("create table item (id int primary key, name text)");
		database.execute(
				"drop role if exists clerk; create role clerk login password 'clerk'; grant insert on item to clerk");
		try (Triggered app = Triggered.run(database, ITEM);
				Connection connection = database.as("clerk", "clerk").connect();
				Statement statement = connection.createStatement()) {
			statement.execute("set application_name = 'a clerk''s program'");
			// A table of its own would be found before the one that is meant
			statement.execute("create temp table dbmonitor_row (write_id bigint, old_row text, new_row text)");
			statement.execute("create temp table dbmonitor_write (id bigint)");
			statement.execute("insert into item values (1, 'a')");
			ChangeSet changeSet = app.next().get(0);
			DatabaseSession session = changeSet.context().session();
			assertThat(session).isNotNull();
			assertThat(session.user()).isEqualTo("clerk");
			assertThat(session.application()).isEqualTo("a clerk's program");
			assertThat(changeSet.context().actor()).isNull();
			assertThat(changeSet.changes()).extracting(Change::source).containsExactly(ChangeSource.TRIGGER);
			assertThat(app.triggers().bypassed()).isEqualTo(1);
		}
		finally {
			database.execute("drop owned by clerk; drop role clerk");
		}
	}

	/** PostgreSQL fires the trigger of the inner statement first. */
	@Test
	void whatATriggerWritesComesBehindWhatHasFiredIt(PostgresDatabase database) throws SQLException {
		database.execute("create table item (id int primary key, name text)");
		database.execute("""
				create function mark() returns trigger language plpgsql as $$ begin
					if length(new.name) < 5 then
						update item set name = name || '+' where id = new.id;
					end if;
					return null;
				end $$;
				create trigger mark after insert or update on item for each row execute function mark()""");
		try (Triggered app = Triggered.run(database, ITEM)) {
			database.execute("insert into item values (1, 'ab')");
			database.execute("update item set name = 'x'");
			assertThat(app.nextChanges()).extracting(RecordedRowTests::summary)
				.containsExactly("CREATE 1 {id=null>1, name=null>ab}", "UPDATE 1 {name=ab>ab+}",
						"UPDATE 1 {name=ab+>ab++}", "UPDATE 1 {name=ab++>ab+++}", "UPDATE 1 {name=ab+++>x}",
						"UPDATE 1 {name=x>x+}", "UPDATE 1 {name=x+>x++}", "UPDATE 1 {name=x++>x+++}",
						"UPDATE 1 {name=x+++>x++++}");
		}
	}

	/** Some columns are called as something is in the function of the triggers. */
	@Test
	void columnsCanHaveAnyName(PostgresDatabase database) throws SQLException {
		database.execute("create type pair as (id int, v text); create table item (id int primary key, written text,"
				+ " one pair, o pair, n pair, paired int, place int, old_text text, new_text text, tg_op text, two int)");
		try (Triggered app = Triggered.run(database, ITEM)) {
			database
				.execute("insert into item (id, written) values (1, 'a'), (2, 'a'); insert into item (id) values (3)");
			database.execute("update item set written = 'b', o = (1, 'x'), n = (2, 'y'), place = 7, tg_op = 'INSERT'");
			database.execute("update item set written = 'c' where id = 1; delete from item where id = 2");
			assertThat(app.nextChanges()).filteredOn((change) -> change.operation() != ChangeOperation.CREATE)
				.extracting(RecordedRowTests::summary)
				.containsExactly("UPDATE 1 {written=a>b, o=null>(1,x), n=null>(2,y), place=null>7, tg_op=null>INSERT}",
						"UPDATE 2 {written=a>b, o=null>(1,x), n=null>(2,y), place=null>7, tg_op=null>INSERT}",
						"UPDATE 3 {written=null>b, o=null>(1,x), n=null>(2,y), place=null>7, tg_op=null>INSERT}",
						"UPDATE 1 {written=b>c}",
						"DELETE 2 {id=2>null, written=b>null, o=(1,x)>null, n=(2,y)>null, place=7>null, tg_op=INSERT>null}");
		}
	}

	/** By two foreign keys that lead to what one statement writes. */
	@Test
	void aRowThatReferentialActionsWriteSeveralTimesEndsAsItIs(PostgresDatabase database) throws SQLException {
		database.execute("""
				create table person (id int primary key);
				create table item (id int primary key,
					sender int references person on delete set null on update cascade,
					recipient int references person on delete set null on update cascade,
					owner int references person on delete cascade on update cascade)""");
		try (Triggered app = Triggered.run(database, ITEM)) {
			Replay replay = Replay.ofAnySource();
			database.execute("insert into person select generate_series(1, 9)");
			database
				.execute("insert into item values (1, 1, 1, 2), (2, 1, 2, 4), (3, 3, 5, 4), (4, 6, 6, 7), (5, 7, 8, 7),"
						+ " (6, 9, 9, 9)");
			database.execute("update person set id = id + 10");
			assertReplayed(replay, app);
			database.execute("delete from person where id in (11, 15)");
			List<Change> changes = assertReplayed(replay, app);
			assertThat(changes).extracting(RecordedRowTests::summary)
				.containsExactlyInAnyOrder("UPDATE 1 {sender=11>null}", "UPDATE 1 {recipient=11>null}",
						"UPDATE 2 {sender=11>null}", "UPDATE 3 {recipient=15>null}");
			// Some are updated and deleted
			database.execute("delete from person where id in (12, 13, 14, 16, 17)");
			assertThat(assertReplayed(replay, app)).extracting(RecordedRowTests::summary)
				.contains("UPDATE 4 {sender=16>null}", "DELETE 4 {id=4>null, owner=17>null}");
			assertThat(replay.state()).containsOnlyKeys("item/6");
		}
	}

	@Test
	void aRowThatTakesTheKeyOfAnotherOneIsNotTheSame(PostgresDatabase database) throws SQLException {
		database.execute("create table item (id int primary key, name text)");
		try (Triggered app = Triggered.run(database, ITEM)) {
			Replay replay = Replay.ofAnySource();
			database.execute("insert into item values (1, 'a'), (2, 'a'), (3, 'a'), (4, 'c')");
			database.execute("delete from item where id = 1; update item set id = 1 where id = 2");
			database.execute(
					"""
							begin;
							delete from item where id = 3; insert into item values (3, 'b'); update item set name = 'a' where id = 3;
							delete from item where id = 4; insert into item values (4, 'd'); update item set name = 'e' where id = 4;
							update item set name = 'c' where id = 4;
							commit""");
			assertReplayed(replay, app);
			assertThat(replay.state()).containsOnlyKeys("item/1", "item/3", "item/4");
		}
	}

	@Test
	void keysThatRowsExchangeAreFollowed(PostgresDatabase database) throws SQLException {
		database.execute("create table item (id int primary key deferrable, name text)");
		try (Triggered app = Triggered.run(database, ITEM)) {
			assertThat(app.table("item").limits()).singleElement().asString().contains("deferrable");
			Replay replay = Replay.ofAnySource();
			database.execute("insert into item values (1, 'a'), (2, 'b'), (3, 'c')");
			database.execute("update item set id = 3 - id where id < 3");
			database.execute("update item set id = id % 3 + 1");
			assertReplayed(replay, app);
		}
	}

	@Test
	void aRowThatIsLostOnItsWayToAnotherPartitionIsDeleted(PostgresDatabase database) throws SQLException {
		database.execute("""
				create table item (id int primary key, name text) partition by range (id);
				create table low partition of item for values from (0) to (100);
				create table high partition of item for values from (100) to (200);
				create function lose() returns trigger language plpgsql as $$ begin
					return case when new.name = 'lost' then null else new end;
				end $$;
				create trigger lose before insert on high for each row execute function lose()""");
		try (Triggered app = Triggered.run(database, ITEM)) {
			Replay replay = Replay.ofAnySource();
			database.execute("insert into item values (1, 'a'), (2, 'lost'), (3, 'b'), (4, 'lost')");
			database.execute("update item set id = id + 100 where id < 4");
			database.execute("update item set id = 104 where id = 4");
			assertReplayed(replay, app);
			assertThat(replay.state()).containsOnlyKeys("item/101", "item/103");
		}
	}

	private static List<Change> assertReplayed(Replay replay, Triggered app) {
		List<Change> changes = new ArrayList<>();
		app.next().forEach((changeSet) -> {
			replay.apply(changeSet);
			changes.addAll(changeSet.changes());
		});
		Map<String, Map<String, Object>> rows = new TreeMap<>();
		for (Map<String, Object> row : app.bean(JdbcTemplate.class).queryForList("select * from item")) {
			row.values().removeIf(Objects::isNull);
			rows.put("item/" + row.get("id"), row);
		}
		assertThat(replay.state()).isEqualTo(rows);
		return changes;
	}

	/** A function that the application calls is not what it executes next. */
	@Test
	void aStatementIsNotTakenForAnother(PostgresDatabase database) throws SQLException {
		database.execute(
				"create function work() returns void language plpgsql as $$ begin insert into memo (id, text) values (1, 'a'); end $$");
		try (Triggered app = Triggered.run(database, "spring.datasource.hikari.maximum-pool-size=1")) {
			JdbcTemplate jdbc = app.bean(JdbcTemplate.class);
			jdbc.execute("select work()");
			jdbc.update("update memo set text = 'b'");
			List<ChangeSet> sets = app.next();
			assertThat(sets).filteredOn((changeSet) -> changeSet.context().session() != null)
				.singleElement()
				.satisfies((changeSet) -> assertThat(changeSet.changes()).extracting(Change::operation)
					.containsExactly(ChangeOperation.CREATE));
			assertThat(sets).filteredOn((changeSet) -> changeSet.context().session() == null)
				.flatExtracting(ChangeSet::changes)
				.extracting(Change::source)
				.containsExactlyInAnyOrder(ChangeSource.STATEMENT, ChangeSource.TRIGGER);
		}
	}

	/**
	 * Of another backend with the same number, or of a function that was called before.
	 */
	@Test
	void aRecordOfAnotherTableIsNoneOfThis(PostgresDatabase database) throws SQLException {
		database.execute("create table item (id int primary key)");
		database.execute("create function work() returns void language sql as $$ insert into item values (1) $$");
		try (Triggered app = Triggered.run(database, "spring.datasource.hikari.maximum-pool-size=1",
				"dbmonitor.audit.triggers.tables=item,memo")) {
			JdbcTemplate jdbc = app.bean(JdbcTemplate.class);
			jdbc.execute("select work()");
			jdbc.update("insert into memo (id, text) values (2, 'b')");
			assertThat(app.next()).filteredOn((changeSet) -> changeSet.context().session() != null)
				.singleElement()
				.satisfies((changeSet) -> assertThat(changeSet.changes()).extracting(Change::entity)
					.containsExactly("item"));
		}
	}

	/** However long its transaction had been open before. */
	@Test
	void whoHasNotToldYetIsWaitedFor(PostgresDatabase database) throws SQLException {
		database.execute("create table item (id int primary key)");
		try (Triggered app = Triggered.run(database, ITEM, "dbmonitor.audit.triggers.patience=1m");
				Connection connection = database.connect();
				Statement statement = connection.createStatement()) {
			statement.execute("insert into item values (1)");
			assertThat(app.next()).isEmpty();
			// As if that had been long ago
			database.execute("update dbmonitor_write set written_at = written_at - interval '61 s'");
			statement.execute("insert into item values (2)");
			database.execute("update dbmonitor_write set transaction_at = transaction_at - interval '61 s'");
			assertThat(app.nextChanges()).extracting(Change::id).containsExactly("1");
			assertThat(database.number("select count(*) from dbmonitor_write")).isEqualTo(1);
		}
	}

	@Test
	void whatHibernateWritesInAutoCommitModeIsThereOnce(PostgresDatabase database) {
		try (Triggered app = Triggered.run(database)) {
			app.insertStateless("a");
			app.insertStateless("b");
			List<ChangeSet> sets = app.next();
			assertThat(sets).flatExtracting(ChangeSet::changes)
				.extracting(Change::source, Change::operation)
				.containsOnly(tuple(ChangeSource.ORM, ChangeOperation.CREATE))
				.hasSize(2);
			assertThat(app.triggers().bypassed()).isZero();
		}
	}

	@Test
	void largeRowsAreReadAFewAtATime(PostgresDatabase database) throws SQLException {
		database.execute("create table item (id int primary key, name text)");
		try (Triggered app = Triggered.run(database, ITEM)) {
			database.execute("insert into item select i, repeat('x', 2000000) from generate_series(1, 40) i");
			database.execute("insert into item values (0, 'small')");
			app.triggers().join();
			assertThat(database.number("select count(*) from dbmonitor_change")).isEqualTo(41);
			assertThat(database.number("select max(length(field_changes::text)) from dbmonitor_change"))
				.isLessThan(101_000);
		}
	}

	@Test
	void manyRowsOfOneStatement(PostgresDatabase database) throws SQLException {
		database.execute("create table item (id int primary key, name text)");
		try (Triggered app = Triggered.run(database, ITEM)) {
			database.execute("insert into item select i, 'item ' || i from generate_series(1, 12345) i");
			database.execute("update item set name = 'more ' || id");
			List<ChangeSet> sets = app.next();
			assertThat(sets).hasSize(2)
				.allSatisfy(
						(changeSet) -> assertThat(changeSet.changes().size() + changeSet.omitted()).isEqualTo(12345));
			assertThat(database.number("select count(distinct (entity_id, operation)) from dbmonitor_change"))
				.isEqualTo(2 * 12345);
			assertThat(database.number("select count(*) from dbmonitor_row")).isZero();
		}
	}

	private static ValueChange value(Change change) {
		return (ValueChange) Objects.requireNonNull(change.values().get("value"));
	}

	private static String summary(Change change) {
		Map<String, String> values = new LinkedHashMap<>();
		change.values()
			.forEach((field, value) -> values.put(field,
					((ValueChange) value).oldValue() + ">" + ((ValueChange) value).newValue()));
		return change.operation() + " " + change.id() + " " + values;
	}

}
