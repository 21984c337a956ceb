package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.dbmonitor.audit.AuditHold;
import io.dbmonitor.audit.AuditHolds;
import io.dbmonitor.audit.jdbc.AuditSchemaException;
import io.dbmonitor.audit.jdbc.MemoApplication;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What comes of age is not missed, and what somebody else deletes is.
 */
@PostgresTest
class SealedRetentionTests {

	private static final Instant START = Instant.parse("2026-01-15T12:00:00Z");

	private static final Duration MONTH = Duration.ofDays(31);

	private static final String KEY = "a secret of this test's";

	private static final String KEEP_TWO_MONTHS = "dbmonitor.audit.jdbc.retention.age=60d";

	private volatile Instant now = START;

	@BeforeEach
	void anew(PostgresDatabase database) throws SQLException {
		database.execute("drop schema public cascade; create schema public");
	}

	@Test
	void whatComesOfAgeIsNotMissedAndWhatIsHeldIsStillSealed(PostgresDatabase database) throws SQLException {
		try (ConfigurableApplicationContext context = run(database, KEEP_TWO_MONTHS)) {
			List<Object> held = persist(context, 3);
			IntStream.range(0, 300).forEach((i) -> persist(context, 1));
			AuditHold hold = context.getBean(AuditHolds.class)
				.place(held.get(0).getClass(), id(context, held.get(1)), "a case");
			await(() -> assertThat(context.getBean(AuditSeals.class).digests())
				.anyMatch((digest) -> digest.position() == 301));
			SealDigest before = context.getBean(AuditSeals.class).digest();
			this.now = START.plus(MONTH.multipliedBy(3));
			persist(context, 1);
			await(() -> assertThat(database.number("select count(*) from dbmonitor_change_set")).isEqualTo(2));
			await(() -> assertThat(sealed(database)).isEqualTo(302));
			SealVerification verification = verify(context);
			assertThat(verification.finding()).isNull();
			assertThat(verification.changeSets()).isEqualTo(2);
			assertThat(verification.removed()).isEqualTo(300);
			assertThat(context.getBean(AuditSeals.class).verify(before).finding()).isNull();
			assertThat(context.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
			long first = database.number("select min(id) from dbmonitor_change_set");
			// What is left of it cannot be altered either
			database.execute("update dbmonitor_change set operation = 'DELETE' where change_set_id = " + first);
			assertThat(verify(context).finding()).isNotNull()
				.satisfies((finding) -> assertThat(finding.kind()).isEqualTo(SealFinding.Kind.ALTERED))
				.satisfies((finding) -> assertThat(finding.changeSet()).isEqualTo(first));
			database.execute("update dbmonitor_change set operation = 'CREATE' where change_set_id = " + first);
			// All of it came of age: the seals go too
			context.getBean(AuditHolds.class).lift(hold.id());
			await(() -> assertThat(sealed(database)).isEqualTo(1));
			assertThat(verify(context).finding()).isNull();
			SealDigest old = new SealDigest(before.dataSource(), before.chain(), 100, before.hash(), before.at());
			assertThatExceptionOfType(SealException.class)
				.isThrownBy(() -> context.getBean(AuditSeals.class).verify(old))
				.withMessageContaining("has come of age");
			assertThat(context.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
			checkpointIsSealedToo(context, database);
		}
	}

	private void checkpointIsSealedToo(ConfigurableApplicationContext context, PostgresDatabase database)
			throws SQLException {
		database.execute("update dbmonitor_seal set last_change_set_id = last_change_set_id - 1 where kind = 'CUT'");
		assertThat(verify(context).finding()).isNotNull()
			.satisfies((finding) -> assertThat(finding.kind()).isEqualTo(SealFinding.Kind.CHAIN));
		database.execute("update dbmonitor_seal set last_change_set_id = last_change_set_id + 1 where kind = 'CUT'");
		assertThat(verify(context).finding()).isNull();
		database.execute("update dbmonitor_seal set content_hash = sha256('other') where kind = 'CUT'");
		assertThat(verify(context).finding()).isNotNull()
			.satisfies((finding) -> assertThat(finding.kind()).isEqualTo(SealFinding.Kind.CHAIN));
	}

	@Test
	void whatWasMadeToLookOldIsNotDeleted(PostgresDatabase database) throws SQLException {
		try (ConfigurableApplicationContext context = run(database, KEEP_TWO_MONTHS)) {
			IntStream.range(0, 5).forEach((i) -> persist(context, 1));
			await(() -> assertThat(sealed(database)).isEqualTo(5));
			database
				.execute("update dbmonitor_change_set set changed_at = changed_at - interval '1 year' where id = 3");
			await(() -> assertThat(context.getBean(Faults.class).faults(Feature.AUDIT)).isPositive());
			assertThat(database.number("select count(*) from dbmonitor_change_set")).isEqualTo(5);
			assertThat(verify(context).finding()).isNotNull()
				.satisfies((finding) -> assertThat(finding.changeSet()).isEqualTo(3));
		}
	}

	@Test
	void whatIsNotSealedYetIsNotDeleted(PostgresDatabase database) throws SQLException {
		try (ConfigurableApplicationContext context = run(database, KEEP_TWO_MONTHS);
				Connection running = database.connect()) {
			running.setAutoCommit(false);
			running.createStatement().execute("select pg_current_xact_id()");
			IntStream.range(0, 5).forEach((i) -> persist(context, 1));
			this.now = START.plus(MONTH.multipliedBy(3));
			await(() -> assertThat(context.getBean(AuditSeals.class).status("dataSource").heldBackBy())
				.contains("still running"));
			assertThat(database.number("select count(*) from dbmonitor_change_set")).isEqualTo(5);
			running.commit();
			await(() -> assertThat(database.number("select count(*) from dbmonitor_change_set")).isZero());
			assertThat(sealed(database)).isEqualTo(5);
			assertThat(verify(context).finding()).isNull();
			// What came of age and was removed does not come back
			database.execute("insert into dbmonitor_change_set (id, uuid, changed_at, transaction_id)"
					+ " select 3, gen_random_uuid(), now(), sealed_transaction from dbmonitor_seal where change_set_id = 3 and kind = 'SEALED'");
			assertThat(verify(context).finding()).isNotNull()
				.satisfies((finding) -> assertThat(finding.kind()).isEqualTo(SealFinding.Kind.INSERTED))
				.satisfies((finding) -> assertThat(finding.changeSet()).isEqualTo(3));
		}
	}

	@Test
	void monthsAreDroppedAsAWhole(PostgresDatabase database) throws SQLException {
		try (ConfigurableApplicationContext context = run(database, KEEP_TWO_MONTHS,
				"dbmonitor.audit.jdbc.partitioned=true")) {
			IntStream.range(0, 120).forEach((i) -> persist(context, 2));
			this.now = START.plus(MONTH);
			await(() -> assertThat(months(database)).isEqualTo(3));
			List<Object> held = persist(context, 2);
			AuditHold hold = context.getBean(AuditHolds.class)
				.place(held.get(0).getClass(), id(context, held.get(0)), "a case");
			await(() -> assertThat(sealed(database)).isEqualTo(121));
			assertThat(verify(context).finding()).isNull();
			this.now = START.plus(MONTH.multipliedBy(5));
			await(() -> assertThat(months(database)).isEqualTo(3));
			// The seals of the first month are gone with it; February's change is held
			await(() -> assertThat(sealed(database)).isEqualTo(1));
			await(() -> assertThat(database.number("select count(*) from dbmonitor_change")).isEqualTo(1));
			persist(context, 1);
			await(() -> assertThat(sealed(database)).isEqualTo(2));
			assertThat(verify(context).finding()).isNull();
			context.getBean(AuditHolds.class).lift(hold.id());
			await(() -> assertThat(months(database)).isEqualTo(2));
			assertThat(verify(context).finding()).isNull();
			assertThat(context.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
		}
	}

	@Test
	void aMonthThatWasAlteredIsNotDropped(PostgresDatabase database) throws SQLException {
		try (ConfigurableApplicationContext context = run(database, KEEP_TWO_MONTHS,
				"dbmonitor.audit.jdbc.partitioned=true")) {
			IntStream.range(0, 4).forEach((i) -> persist(context, 1));
			await(() -> assertThat(sealed(database)).isEqualTo(4));
			database.execute(
					"update dbmonitor_change_set set actor = 'somebody' where id = (select max(id) from dbmonitor_change_set)");
			this.now = START.plus(MONTH.multipliedBy(4));
			await(() -> assertThat(context.getBean(Faults.class).faults(Feature.AUDIT)).isPositive());
			await(() -> assertThat(database.number("select count(*) from dbmonitor_change_set")).isEqualTo(1));
			assertThat(verify(context).finding()).isNotNull()
				.satisfies((finding) -> assertThat(finding.kind()).isEqualTo(SealFinding.Kind.ALTERED));
		}
	}

	@Test
	void aMonthOfWhichSomethingWasDeletedIsNotDropped(PostgresDatabase database) throws SQLException {
		try (ConfigurableApplicationContext context = run(database, KEEP_TWO_MONTHS,
				"dbmonitor.audit.jdbc.partitioned=true")) {
			IntStream.range(0, 4).forEach((i) -> persist(context, 1));
			await(() -> assertThat(sealed(database)).isEqualTo(4));
			long deleted = database.number("select max(id) from dbmonitor_change_set");
			database.execute("delete from dbmonitor_change_set where id = " + deleted
					+ "; delete from dbmonitor_change where change_set_id = " + deleted);
			this.now = START.plus(MONTH.multipliedBy(4));
			await(() -> assertThat(context.getBean(Faults.class).faults(Feature.AUDIT)).isPositive());
			await(() -> assertThat(database.number("select count(*) from dbmonitor_change_set")).isZero());
			assertThat(verify(context).finding()).isNotNull()
				.satisfies((finding) -> assertThat(finding.kind()).isEqualTo(SealFinding.Kind.MISSING))
				.satisfies((finding) -> assertThat(finding.changeSet()).isEqualTo(deleted));
		}
	}

	@Test
	void aRetentionThatDoesNotKnowOfSealsStopsTheStart(PostgresDatabase database) throws SQLException {
		try (ConfigurableApplicationContext context = run(database)) {
			persist(context, 1);
			await(() -> assertThat(sealed(database)).isEqualTo(1));
		}
		String off = "dbmonitor.audit.jdbc.seal.enabled=false";
		run(database, off).close();
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> run(database, off, KEEP_TWO_MONTHS).close())
			.havingCause()
			.isInstanceOf(AuditSchemaException.class)
			.withMessageContaining("drop the table dbmonitor_seal");
	}

	private static long months(PostgresDatabase database) throws SQLException {
		return database.number(
				"select count(*) from pg_inherits where inhparent = 'dbmonitor_change_set'::regclass and not inhdetachpending");
	}

	private static long sealed(PostgresDatabase database) throws SQLException {
		return database.number("select count(*) from dbmonitor_seal where kind = 'SEALED'");
	}

	private static SealVerification verify(ConfigurableApplicationContext context) {
		return context.getBean(AuditSeals.class).verify().get(0);
	}

	private static Object id(ConfigurableApplicationContext context, Object memo) {
		return Objects
			.requireNonNull(context.getBean(EntityManagerFactory.class).getPersistenceUnitUtil().getIdentifier(memo));
	}

	private static void await(ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
	}

	private static List<Object> persist(ConfigurableApplicationContext context, int count) {
		EntityManager entityManager = context.getBean(EntityManager.class);
		List<Object> memos = Stream.generate(() -> MemoApplication.memo("a")).limit(count).toList();
		context.getBean(TransactionTemplate.class)
			.executeWithoutResult((status) -> memos.forEach(entityManager::persist));
		return memos;
	}

	private ConfigurableApplicationContext run(PostgresDatabase database, String... properties) {
		return new SpringApplicationBuilder(MemoApplication.class)
			.initializers((context) -> ((GenericApplicationContext) context).registerBean("clock", InstantSource.class,
					() -> () -> this.now))
			.properties(database.dataSourceProperties())
			.properties("spring.jpa.hibernate.ddl-auto=update", "dbmonitor.audit.store=jdbc",
					"dbmonitor.audit.jdbc.initialize-schema=always", "dbmonitor.audit.jdbc.retention.interval=1s",
					"dbmonitor.audit.jdbc.retention.pause=0", "dbmonitor.audit.jdbc.seal.enabled=true",
					"dbmonitor.audit.jdbc.seal.interval=100ms", "dbmonitor.audit.jdbc.seal.key=" + KEY)
			.properties(properties)
			.web(WebApplicationType.NONE)
			.run();
	}

}
