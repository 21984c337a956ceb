package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.dbmonitor.audit.jdbc.MemoApplication;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import jakarta.persistence.EntityManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Whatever somebody changes in the database by hand is found, and the record named.
 */
@PostgresTest
@Tag("postgres-versions")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditSealTests {

	private static final String KEY = "a secret of this test's";

	private ConfigurableApplicationContext context = new GenericApplicationContext();

	@BeforeAll
	void start(PostgresDatabase database) throws SQLException {
		this.context = run(database, "dbmonitor.audit.jdbc.seal.key=" + KEY,
				"dbmonitor.audit.jdbc.seal.verify-interval=0");
		// Sealed on request only
		this.context.getBean(AuditSeals.class).stop();
		// Whoever tampers can drop them too
		database.execute("alter table dbmonitor_seal drop constraint dbmonitor_seal_position_check,"
				+ " drop constraint dbmonitor_seal_kind_check, alter chain_hash drop not null");
	}

	@AfterAll
	void stop() {
		assertThat(this.context.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
		this.context.close();
	}

	/** Ten change sets of three changes each, 1 to 10, the sixth of another actor. */
	@BeforeEach
	void tenChangeSets(PostgresDatabase database) throws SQLException {
		database.execute("truncate dbmonitor_seal, dbmonitor_change_set, dbmonitor_change restart identity");
		IntStream.range(0, 10).forEach((i) -> persist(3));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					ALTERED   | 4  | update dbmonitor_change set field_changes = replace(field_changes::text, '"a"', '"b"')::json where change_set_id = 4
					ALTERED   | 4  | update dbmonitor_change set operation = 'DELETE' where change_set_id = 4 and place > 0
					ALTERED   | 4  | update dbmonitor_change set entity_id = '99' where change_set_id = 4 and place = 0
					ALTERED   | 4  | update dbmonitor_change set source = 'TRIGGER' where change_set_id = 4 and place = 0
					REORDERED | 4  | update dbmonitor_change set place = (2 << 20) - place + 7 where change_set_id = 4
					REORDERED | 10 | update dbmonitor_change set place = place + 1 where change_set_id = 10
					ALTERED   | 4  | delete from dbmonitor_change where change_set_id = 4 and place = 0
					ALTERED   | 4  | insert into dbmonitor_change select change_set_id, place + 1, entity, entity_id, operation, source, field_changes from dbmonitor_change where change_set_id = 4 and place = 0
					ALTERED   | 4  | update dbmonitor_change_set set actor = 'somebody' where id = 4
					ALTERED   | 4  | update dbmonitor_change_set set actor = '' where id = 4
					ALTERED   | 4  | update dbmonitor_change_set set changed_at = changed_at - interval '1 microsecond' where id = 4
					ALTERED   | 4  | update dbmonitor_change_set set database_user = 'psql' where id = 4
					ALTERED   | 4  | update dbmonitor_change_set set transaction_at = null where id = 4
					MISSING   | 4  | delete from dbmonitor_change_set where id = 4
					MISSING   | 1  | with gone as (delete from dbmonitor_change where change_set_id <= 3) delete from dbmonitor_change_set where id <= 3
					MISSING   | 10 | with gone as (delete from dbmonitor_change where change_set_id = 10) delete from dbmonitor_change_set where id = 10
					MISSING   | 4  | update dbmonitor_change_set set id = 40 where id = 4
					ALTERED   | 4  | update dbmonitor_change set change_set_id = 9 - change_set_id, place = place + 1 where change_set_id in (4, 5)
					INSERTED  | 20 | insert into dbmonitor_change_set (id, uuid, changed_at, transaction_id) select 20, gen_random_uuid(), changed_at, transaction_id from dbmonitor_change_set where id = 4
					INSERTED  | 20 | insert into dbmonitor_change_set (id, uuid, changed_at, transaction_id) select 20, gen_random_uuid(), changed_at, '3' from dbmonitor_change_set where id = 4
					INSERTED  | 20 | insert into dbmonitor_change_set (id, uuid, changed_at, transaction_id) values (20, gen_random_uuid(), now(), null)
					INSERTED  | 20 | insert into dbmonitor_change_set (id, uuid, changed_at, transaction_id) values (20, gen_random_uuid(), now(), '999999999999')
					INSERTED  | 20 | insert into dbmonitor_change select 20, place, entity, entity_id, operation, source, field_changes from dbmonitor_change where change_set_id = 4
					INSERTED  | -9223372036854775808 | insert into dbmonitor_change_set (id, uuid, changed_at, transaction_id) values (-9223372036854775808, gen_random_uuid(), now(), '3')
					INSERTED  | -9223372036854775808 | insert into dbmonitor_change select -9223372036854775808, place, entity, entity_id, operation, source, field_changes from dbmonitor_change where change_set_id = 4
					INSERTED  | 9223372036854775807 | insert into dbmonitor_change select 9223372036854775807, place, entity, entity_id, operation, source, field_changes from dbmonitor_change where change_set_id = 4
					INSERTED  | -1 | insert into dbmonitor_change select -1, place, entity, entity_id, operation, source, field_changes from dbmonitor_change where change_set_id = 4
					""")
	void whatIsChangedByHandIsFound(SealFinding.Kind kind, long changeSet, String sql, PostgresDatabase database)
			throws SQLException {
		seal(database);
		assertThat(verify().finding()).isNull();
		assertThat(verify().changeSets()).isEqualTo(10);
		database.execute(sql);
		assertThat(verify().finding()).isNotNull()
			.satisfies((finding) -> assertThat(finding.changeSet()).isEqualTo(changeSet))
			.satisfies((finding) -> assertThat(finding.kind()).isEqualTo(kind));
		// What comes later is sealed all the same, and nothing is mended by that
		persist(1);
		seal(database);
		assertThat(verify().finding()).isNotNull()
			.satisfies((finding) -> assertThat(finding.changeSet()).isEqualTo(changeSet));
	}

	@Test
	void aFindingTellsWhereAndWhen(PostgresDatabase database) throws SQLException {
		seal(database);
		database.execute("update dbmonitor_change set operation = 'DELETE' where change_set_id = 7 and place > 0");
		SealFinding finding = Objects.requireNonNull(verify().finding());
		assertThat(finding.position()).isEqualTo(7);
		assertThat(finding.entity()).startsWith("Memo ");
		assertThat(finding.at()).isNotNull();
	}

	@Test
	void whatAnotherServerHadIsSaidToBeOldBeforeItIsSealed(PostgresDatabase database) throws SQLException {
		database.execute("update dbmonitor_change_set set transaction_id = '999999999999' where id > 4");
		assertThatExceptionOfType(SealException.class).isThrownBy(() -> seal(database))
			.withMessageContaining("restored from a dump")
			.satisfies((ex) -> database.execute(String.valueOf(ex.getMessage()).replaceFirst(".*(?=update )", "")));
		seal(database);
		persist(1);
		seal(database);
		assertThat(verify().finding()).isNull();
		assertThat(verify().changeSets()).isEqualTo(11);
	}

	@Test
	void anIdFromBeforeItsTransactionBeganIsFound(PostgresDatabase database) throws SQLException {
		database.execute("select nextval(pg_get_serial_sequence('dbmonitor_change_set', 'id'))");
		persist(1);
		seal(database);
		database.execute("insert into dbmonitor_change_set (id, uuid, changed_at, transaction_at)"
				+ " values (11, gen_random_uuid(), now(), now() - interval '1 day')");
		seal(database);
		assertThat(verify().finding()).isNotNull()
			.satisfies((finding) -> assertThat(finding.changeSet()).isEqualTo(11))
			.satisfies((finding) -> assertThat(finding.kind()).isEqualTo(SealFinding.Kind.INSERTED));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					4 | update dbmonitor_seal set content_hash = sha256('other') where position = 4
					4 | update dbmonitor_seal set sealed_at = sealed_at - interval '1 day' where position = 4
					4 | delete from dbmonitor_seal where position = 4
					4 | update dbmonitor_seal set change_set_id = 44 where position = 4
					4 | update dbmonitor_seal set kind = 'REMOVED' where position = 4
					4 | update dbmonitor_seal set chain_hash = sha256('other') where position = 4
					0 | update dbmonitor_seal set content_hash = sha256('other') where position = 0
					4 | delete from dbmonitor_change_set where id = 4; delete from dbmonitor_seal where position = 4; update dbmonitor_seal set position = position - 1 where position > 4
					4 | update dbmonitor_seal set kind = 'OTHER' where position = 4
					4 | update dbmonitor_seal set chain_hash = null where position = 4
					4 | update dbmonitor_seal set change_set_id = null where position = 4
					1 | delete from dbmonitor_seal where position = 0
					-5 | insert into dbmonitor_seal select -5, 'CUT', null, 10, sealed_transaction, sealed_id, null, null, chain_hash, '', sealed_at from dbmonitor_seal where position = 10; delete from dbmonitor_change_set where id = 4
					1 | update dbmonitor_seal set kind = 'CUT', change_set_id = null, last_change_set_id = 9, content_hash = (select chain_hash from dbmonitor_seal where position = 9) where position = 1; delete from dbmonitor_change_set where id = 4
					1 | insert into dbmonitor_seal select 11, 'CUT', null, 10, sealed_transaction, sealed_id, null, null, chain_hash, '', sealed_at from dbmonitor_seal where position = 10; delete from dbmonitor_change_set where id = 4
					11 | insert into dbmonitor_seal select 11, 'CUT', null, 10, sealed_transaction, sealed_id, null, null, chain_hash, '', sealed_at from dbmonitor_seal where position = 10; delete from dbmonitor_seal where position between 1 and 10; delete from dbmonitor_change_set where id = 4
					-5 | insert into dbmonitor_seal select -5, 'SEALED', 20, null, sealed_transaction, sealed_id, null, null, null, '', sealed_at from dbmonitor_seal where position = 4; insert into dbmonitor_change_set (id, uuid, changed_at, transaction_id) select 20, gen_random_uuid(), changed_at, transaction_id from dbmonitor_change_set where id = 4
					11 | insert into dbmonitor_seal select position + 1, 'REMOVED', 4, null, sealed_transaction, sealed_id, null, null, null, sha256('other'), sealed_at from dbmonitor_seal where position = 10; delete from dbmonitor_change_set where id = 4
					11 | insert into dbmonitor_seal select position + 1, 'CUT', null, 4, sealed_transaction, sealed_id, null, null, (select chain_hash from dbmonitor_seal where position = 4), sha256('other'), sealed_at from dbmonitor_seal where position = 10; delete from dbmonitor_seal where position between 1 and 4; delete from dbmonitor_change_set where id <= 4
					""")
	void sealsThatAreChangedAreFound(long position, String sql, PostgresDatabase database) throws SQLException {
		seal(database);
		assertThat(verify().finding()).isNull();
		database.execute(sql);
		assertThat(verify().finding()).isNotNull()
			.satisfies((finding) -> assertThat(finding.position()).isEqualTo(position))
			.satisfies((finding) -> assertThat(finding.kind()).isEqualTo(SealFinding.Kind.CHAIN));
	}

	@Test
	void whoDoesNotHaveTheSecretCannotMakeTheChainAnew(PostgresDatabase database) throws SQLException {
		seal(database);
		database.execute("update dbmonitor_change_set set actor = 'somebody' where id = 4; truncate dbmonitor_seal");
		seal(database, null);
		assertThat(verify().finding()).isNotNull()
			.satisfies((finding) -> assertThat(finding.kind()).isEqualTo(SealFinding.Kind.CHAIN))
			.satisfies((finding) -> assertThat(finding.position()).isZero());
	}

	@Test
	void whoHasAnotherSecretDoesNotBreakTheChain(PostgresDatabase database) throws SQLException {
		seal(database);
		persist(1);
		assertThatExceptionOfType(SealException.class).isThrownBy(() -> seal(database, "another secret"))
			.withMessageContaining("another secret");
		assertThat(database.number("select max(position) from dbmonitor_seal")).isEqualTo(10);
		seal(database);
		assertThat(verify().finding()).isNull();
		assertThat(verify().changeSets()).isEqualTo(11);
	}

	@Test
	void aDigestShowsThatTheEndWasCutOff(PostgresDatabase database) throws SQLException {
		seal(database);
		SealDigest early = digest(database);
		persist(2);
		seal(database);
		SealDigest late = digest(database);
		assertThat(SealDigest.parse(late.toString())).isEqualTo(late);
		assertThat(verify(early).finding()).isNull();
		assertThat(verify(late).finding()).isNull();
		database
			.execute("delete from dbmonitor_seal where position = 11; delete from dbmonitor_change_set where id = 11;"
					+ " delete from dbmonitor_change where change_set_id = 11");
		assertThat(verify().finding()).isNull();
		assertThat(verify(early).finding()).isNull();
		assertThat(verify(late).finding()).isNotNull()
			.satisfies((finding) -> assertThat(finding.position()).isEqualTo(11))
			.satisfies((finding) -> assertThat(finding.kind()).isEqualTo(SealFinding.Kind.MISSING));
		// Something else in its place
		persist(1);
		seal(database);
		assertThat(verify().finding()).isNull();
		assertThat(verify(late).finding()).isNotNull()
			.satisfies((finding) -> assertThat(finding.position()).isEqualTo(11))
			.satisfies((finding) -> assertThat(finding.kind()).isEqualTo(SealFinding.Kind.CHAIN));
	}

	@Test
	void aDigestOfAnotherChainIsRefused(PostgresDatabase database) throws SQLException {
		seal(database);
		SealDigest other = digest(database);
		database.execute("truncate dbmonitor_seal");
		AuditSeals seals = seals();
		assertThatExceptionOfType(SealException.class).isThrownBy(() -> seals.verify(other))
			.withMessageContaining("this is none");
		seal(database);
		assertThatExceptionOfType(SealException.class).isThrownBy(() -> seals.verify(other))
			.withMessageContaining("The digest is of the chain " + other.chain());
		SealDigest elsewhere = new SealDigest("elsewhere", other.chain(), 1, other.hash(), other.at());
		assertThatExceptionOfType(SealException.class).isThrownBy(() -> seals.verify(elsewhere))
			.withMessageContaining("'elsewhere'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "dbmonitor-seal:1:dataSource:00", "dbmonitor-seal:2:a:b:c:d:e" })
	void whatIsNoDigestIsRefused(String text) {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> SealDigest.parse(text))
			.withMessageContaining("no digest");
	}

	@Test
	void aChainThatIsNotTheOneThatWasSeenIsNotGoneOnWith(PostgresDatabase database) throws SQLException {
		DatabaseSeals seals = new DatabaseSeals("dataSource", KEY);
		try (Connection connection = connect(database)) {
			assertThat(seals.sealNext(connection)).isFalse();
			database.execute(
					"delete from dbmonitor_change_set where id = 10; delete from dbmonitor_seal where position = 10");
			assertThatExceptionOfType(SealException.class).isThrownBy(() -> seals.sealNext(connection))
				.withMessageContaining("not the one any more");
			assertThat(database.number("select max(position) from dbmonitor_seal")).isEqualTo(9);
			database.execute("truncate dbmonitor_seal");
			assertThatExceptionOfType(SealException.class).isThrownBy(() -> seals.sealNext(connection));
			assertThat(database.number("select count(*) from dbmonitor_seal")).isZero();
		}
	}

	@Test
	void anEndThatSomebodyElseSaysWasCutOffIsNotGoneOnWith(PostgresDatabase database) throws SQLException {
		DatabaseSeals seals = new DatabaseSeals("dataSource", KEY);
		try (Connection connection = connect(database)) {
			assertThat(seals.sealNext(connection)).isFalse();
			database.execute("insert into dbmonitor_seal select 11, 'CUT', null, 10, sealed_transaction, sealed_id,"
					+ " null, null, chain_hash, '', sealed_at from dbmonitor_seal where position = 10;"
					+ " delete from dbmonitor_seal where position between 1 and 10");
			assertThatExceptionOfType(SealException.class).isThrownBy(() -> seals.sealNext(connection));
		}
	}

	@Test
	void whatThisApplicationHasSeenHasToBeThere(PostgresDatabase database) throws SQLException {
		AuditSeals seals = seals();
		seals.start();
		await().untilAsserted(() -> assertThat(seals.digests()).anyMatch((digest) -> digest.position() == 10));
		seals.stop();
		assertThat(seals.verify().get(0).finding()).isNull();
		database.execute("alter table dbmonitor_seal rename to elsewhere");
		assertThat(seals.verify().get(0).finding()).isNotNull()
			.satisfies((finding) -> assertThat(finding.detail()).contains("dbmonitor_seal"));
		database.execute("alter table elsewhere rename to dbmonitor_seal");
		database.execute("delete from dbmonitor_seal where position = 10;"
				+ " delete from dbmonitor_change_set where id = 10; delete from dbmonitor_change where change_set_id = 10");
		assertThat(verify().finding()).isNull();
		assertThat(seals.verify().get(0).finding()).isNotNull()
			.satisfies((finding) -> assertThat(finding.kind()).isEqualTo(SealFinding.Kind.MISSING))
			.satisfies((finding) -> assertThat(finding.position()).isEqualTo(10));
		database.execute("truncate dbmonitor_seal");
		assertThat(seals.verify().get(0).finding()).isNotNull()
			.satisfies((finding) -> assertThat(finding.kind()).isEqualTo(SealFinding.Kind.CHAIN));
	}

	@Test
	void aVerificationThatComesToNoEndIsToldOf(PostgresDatabase database) throws SQLException {
		seal(database);
		AuditSeals seals = seals();
		database.execute("alter table dbmonitor_seal rename kind to other");
		try {
			assertThatExceptionOfType(SealException.class).isThrownBy(seals::verify);
			assertThat(seals.status("dataSource").verificationProblem()).contains("kind");
		}
		finally {
			database.execute("alter table dbmonitor_seal rename other to kind");
		}
		seals.verify();
		assertThat(seals.status("dataSource").verificationProblem()).isNull();
	}

	/** As when a partition goes: its change sets are not seen behind its lock. */
	@Test
	void whatIsRemovedBeforeTheTablesCanBeReadIsNotMissed(PostgresDatabase database) throws Exception {
		seal(database);
		ExecutorService threads = Executors.newSingleThreadExecutor();
		try (Connection connection = connect(database); Statement statement = connection.createStatement()) {
			statement.execute("lock table dbmonitor_change_set in access exclusive mode");
			Future<SealVerification> verification = threads.submit(() -> verify());
			await().untilAsserted(() -> assertThat(database.number("select count(*) from pg_locks where not granted"
					+ " and relation = 'dbmonitor_change_set'::regclass"))
				.isEqualTo(1));
			SealChain chain = Objects.requireNonNull(SealChain.open(connection, KEY, true));
			statement.execute(
					"with gone as (delete from dbmonitor_change where change_set_id = 4) delete from dbmonitor_change_set where id = 4");
			chain.remove(4);
			chain.flush();
			connection.commit();
			assertThat(verification.get(10, TimeUnit.SECONDS).finding()).isNull();
		}
		finally {
			threads.shutdown();
		}
	}

	@Test
	void whatCommitsLateIsSealedLater(PostgresDatabase database) throws SQLException {
		try (Connection late = connect(database); Statement statement = late.createStatement()) {
			statement.execute("insert into dbmonitor_change_set (uuid, changed_at) values (gen_random_uuid(), now())");
			IntStream.range(0, 3).forEach((i) -> persist(1));
			DatabaseSeals seals = seal(database);
			assertThat(database.number("select max(position) from dbmonitor_seal")).isEqualTo(10);
			assertThat(verify().finding()).isNull();
			assertThat(seals.status().waitingSince()).isNotNull();
			assertThat(seals.status().heldBackBy()).contains("still running");
			late.commit();
			assertThat(verify().finding()).isNull();
		}
		DatabaseSeals seals = seal(database);
		assertThat(seals.status().waitingSince()).isNull();
		assertThat(database.number("select change_set_id from dbmonitor_seal where position = 11")).isEqualTo(11);
		assertThat(verify().changeSets()).isEqualTo(14);
		assertThat(verify().finding()).isNull();
	}

	@Test
	void whatTriggersRecordedIsWaitedFor(PostgresDatabase database) throws SQLException {
		database.execute("create table dbmonitor_write (transaction_id xid8 default pg_current_xact_id(), id bigint)");
		try {
			database.execute("insert into dbmonitor_write (id) values (1)");
			persist(1);
			DatabaseSeals seals = seal(database);
			assertThat(verify().changeSets()).isEqualTo(10);
			assertThat(seals.status().heldBackBy()).contains("triggers");
			// What the join adds
			database.execute("insert into dbmonitor_change_set (id, uuid, changed_at, transaction_id)"
					+ " select 5000, gen_random_uuid(), now(), transaction_id from dbmonitor_write");
			assertThat(verify().finding()).isNull();
			database.execute("delete from dbmonitor_write");
			seal(database);
			assertThat(verify().changeSets()).isEqualTo(12);
			assertThat(verify().finding()).isNull();
		}
		finally {
			database.execute("drop table dbmonitor_write");
		}
	}

	@Test
	void idsOfTransactionsThatBeginAnewAreAnEpoch(PostgresDatabase database) throws SQLException {
		// As the server that this was dumped from had them
		database.execute("update dbmonitor_change_set set transaction_id ="
				+ " (transaction_id::text::bigint + 1000000000000)::text::xid8 where id <= 8");
		try (Connection connection = connect(database)) {
			SealChain chain = Objects.requireNonNull(SealChain.open(connection, KEY, true));
			for (long id = 1; id <= 5; id++) {
				long transaction = database
					.number("select transaction_id::text::bigint from dbmonitor_change_set where id = " + id);
				chain.seal(new SealEntry.Mark(String.valueOf(transaction), id),
						Objects.requireNonNull(new Contents(connection, KEY).of(List.of(id)).get(id)));
			}
			chain.flush();
			connection.commit();
		}
		assertThat(verify().finding()).isNull();
		seal(database);
		assertThat(database.number("select count(*) from dbmonitor_seal where kind = 'EPOCH'")).isEqualTo(1);
		assertThat(database.number("select change_set_id from dbmonitor_seal where position = 10")).isEqualTo(9);
		persist(1);
		seal(database);
		assertThat(verify().changeSets()).isEqualTo(11);
		assertThat(verify().finding()).isNull();
		database.execute(
				"insert into dbmonitor_change_set (id, uuid, changed_at, transaction_id) values (99, gen_random_uuid(), now(), '7')");
		assertThat(verify().finding()).isNotNull()
			.satisfies((finding) -> assertThat(finding.changeSet()).isEqualTo(99));
	}

	@Test
	void anEmptyStoreIsClean(PostgresDatabase database) throws SQLException {
		database.execute("truncate dbmonitor_seal, dbmonitor_change_set, dbmonitor_change restart identity");
		assertThat(verify().finding()).isNull();
		seal(database);
		assertThat(verify().position()).isZero();
		assertThat(verify().finding()).isNull();
	}

	@Test
	void aLargeChangeSetIsReadInABoundedHeap(PostgresDatabase database) throws SQLException {
		database.execute(
				"insert into dbmonitor_change select 5, (g + 10)::bigint << 20, 'Memo', g::text, 'UPDATE', 'TRIGGER',"
						+ " json_build_object('text', repeat('x', 500)) from generate_series(1, 60000) g");
		seal(database);
		assertThat(database.number("select changes from dbmonitor_seal where change_set_id = 5")).isEqualTo(60_003);
		database.execute("update dbmonitor_change set entity_id = '0' where change_set_id = 5 and entity_id = '47777'");
		assertThat(verify().finding()).isNotNull().satisfies((finding) -> assertThat(finding.changeSet()).isEqualTo(5));
	}

	@Test
	void itsOwnThreadsSealAndVerify(PostgresDatabase database) throws SQLException {
		AuditSeals seals = seals();
		seals.start();
		try {
			await().untilAsserted(
					() -> assertThat(database.number("select count(*) from dbmonitor_seal where kind = 'SEALED'"))
						.isEqualTo(10));
			await().untilAsserted(() -> assertThat(seals.status("dataSource").verification()).isNotNull());
			assertThat(seals.digest().position()).isEqualTo(10);
			assertThat(seals.sealed("dataSource")).isEqualTo(10);
		}
		finally {
			seals.stop();
		}
	}

	private SealVerification verify() {
		return seals().verify().get(0);
	}

	/** Which have seen nothing yet. */
	private AuditSeals seals() {
		return new AuditSeals(this.context.getBean(MonitoredDataSources.class),
				new SealSettings(KEY, Duration.ofMillis(100), Duration.ofMillis(100)), this.context,
				this.context.getBean(Faults.class));
	}

	private SealVerification verify(SealDigest digest) {
		return seals().verify(digest);
	}

	private static DatabaseSeals seal(PostgresDatabase database) throws SQLException {
		return seal(database, KEY);
	}

	private static DatabaseSeals seal(PostgresDatabase database, @Nullable String key) throws SQLException {
		DatabaseSeals seals = new DatabaseSeals("dataSource", key);
		try (Connection connection = connect(database)) {
			boolean more;
			do {
				more = seals.sealNext(connection);
			}
			while (more);
		}
		return seals;
	}

	private static SealDigest digest(PostgresDatabase database) throws SQLException {
		return Objects.requireNonNull(seal(database).status().digest());
	}

	private static Connection connect(PostgresDatabase database) throws SQLException {
		Connection connection = database.connect();
		connection.setAutoCommit(false);
		return connection;
	}

	private void persist(int count) {
		EntityManager entityManager = this.context.getBean(EntityManager.class);
		this.context.getBean(TransactionTemplate.class)
			.executeWithoutResult((status) -> IntStream.range(0, count)
				.forEach((i) -> entityManager.persist(MemoApplication.memo("a"))));
	}

	static ConfigurableApplicationContext run(PostgresDatabase database, String... properties) {
		return new SpringApplicationBuilder(MemoApplication.class).properties(database.dataSourceProperties())
			.properties("spring.jpa.hibernate.ddl-auto=update", "dbmonitor.audit.store=jdbc",
					"dbmonitor.audit.jdbc.initialize-schema=always", "dbmonitor.audit.jdbc.seal.enabled=true",
					"dbmonitor.audit.jdbc.seal.interval=100ms", "dbmonitor.audit.jdbc.seal.verify-interval=1s")
			.properties(properties)
			.web(WebApplicationType.NONE)
			.run();
	}

}
