package io.dbmonitor.app;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.dbmonitor.audit.AuditHolds;
import io.dbmonitor.audit.jdbc.postgresql.seal.AuditSeals;
import io.dbmonitor.audit.jdbc.postgresql.seal.SealDigest;
import io.dbmonitor.audit.jdbc.postgresql.seal.SealVerification;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import jakarta.persistence.EntityManager;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * While two instances write in all ways, with triggers, and others too, months come and
 * go, and some of it is held, both seal and verify: there is no false alarm, no writer
 * waits, and in the end each change set is sealed once.
 */
@PostgresTest
@Tag("load")
class SealLoadTests {

	private static final Logger logger = LoggerFactory.getLogger(SealLoadTests.class);

	private static final Duration MONTH = Duration.ofDays(31);

	private static final int WRITERS = 5;

	/** In a month. What triggers record has to be joined meanwhile. */
	private static final int TRANSACTIONS = 400;

	private static final int MONTHS = Integer.getInteger("dbmonitor.test.seal.months", 3);

	private final Instant start = Instant.now();

	private volatile Instant now = this.start;

	private final AtomicBoolean ended = new AtomicBoolean();

	/** To write. */
	private final Semaphore permits = new Semaphore(0);

	private final AtomicInteger written = new AtomicInteger();

	@Test
	void noFalseAlarm(PostgresDatabase database) throws Exception {
		try (ConfigurableApplicationContext one = run(database); ConfigurableApplicationContext other = run(database)) {
			ExecutorService threads = Executors.newCachedThreadPool();
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < WRITERS; i++) {
				Writer writer = new Writer((i % 2 == 0) ? one : other, database, new Random(i));
				running.add(threads.submit(writer));
			}
			running.add(threads.submit(() -> commitLate(database)));
			AtomicInteger verified = new AtomicInteger();
			running.add(threads.submit((Callable<Object>) () -> {
				SealDigest digest = null;
				while (!this.ended.get()) {
					verify(one);
					verified.incrementAndGet();
					digest = other.getBean(AuditSeals.class).digests().stream().findFirst().orElse(digest);
				}
				return this.ended;
			}));
			for (int month = 1; month <= MONTHS; month++) {
				this.permits.release(TRANSACTIONS);
				this.now = this.start.plus(MONTH.multipliedBy(month));
				int wanted = month * TRANSACTIONS;
				await(() -> {
					failIfOneFailed(running);
					assertThat(this.written.get()).isGreaterThanOrEqualTo(wanted);
				});
				await(() -> assertThat(database.number("select count(*) from dbmonitor_write")).isZero());
			}
			this.ended.set(true);
			this.permits.release(WRITERS);
			for (Future<?> thread : running) {
				thread.get(60, TimeUnit.SECONDS);
			}
			threads.shutdown();
			await(() -> assertThat(database.number("select count(*) from dbmonitor_write")).isZero());
			await(() -> assertThat(database.number("select count(*) from dbmonitor_change_set s where not exists"
					+ " (select from dbmonitor_seal where change_set_id = s.id and kind = 'SEALED')"))
				.isZero());
			SealVerification verification = verify(other);
			logger.info("{} transactions of writers, {} verifications; the last one: {}", this.written, verified,
					verification);
			assertThat(verified.get()).isGreaterThan(1);
			assertThat(verification.changeSets())
				.isEqualTo(database.number("select count(*) from dbmonitor_change_set"));
			assertThat(
					database.number("select count(*) from dbmonitor_seal where kind in ('DROPPED', 'REMOVED', 'CUT')"))
				.isPositive();
			assertThat(database
				.number("select count(*) - count(distinct change_set_id) from dbmonitor_seal where kind = 'SEALED'"))
				.isZero();
			for (ConfigurableApplicationContext context : List.of(one, other)) {
				assertThat(context.getBean(AuditSeals.class).sealed("dataSource")).isPositive();
				assertThat(context.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
			}
		}
	}

	/** So that a test that cannot go on says why. */
	private static void failIfOneFailed(List<Future<?>> threads) throws Exception {
		for (Future<?> thread : threads) {
			if (thread.isDone()) {
				thread.get();
			}
		}
	}

	private static SealVerification verify(ConfigurableApplicationContext context) {
		SealVerification verification = context.getBean(AuditSeals.class).verify().get(0);
		assertThat(verification.finding()).isNull();
		return verification;
	}

	/** With an id of a transaction that is low by then. */
	private Object commitLate(PostgresDatabase database) throws SQLException {
		while (!this.ended.get()) {
			try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
				connection.setAutoCommit(false);
				statement
					.execute("insert into dbmonitor_change_set (uuid, changed_at) values (gen_random_uuid(), now())");
				int before = this.written.get();
				Awaitility.await()
					.atMost(Duration.ofMinutes(1))
					.until(() -> this.ended.get() || this.written.get() > before + 60);
				connection.commit();
			}
		}
		return this.ended;
	}

	private static void await(ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion);
	}

	/** No writer waits for a lock: each has rows of its own. */
	private ConfigurableApplicationContext run(PostgresDatabase database) {
		return new SpringApplicationBuilder(JpaApplication.class)
			.initializers((context) -> ((GenericApplicationContext) context).registerBean("clock", InstantSource.class,
					() -> () -> this.now))
			.properties(database.dataSourceProperties())
			.properties("spring.jpa.hibernate.ddl-auto=update", "dbmonitor.audit.store=jdbc",
					"dbmonitor.audit.jdbc.initialize-schema=always", "dbmonitor.audit.jdbc.partitioned=true",
					"dbmonitor.audit.jdbc.retention.age=45d", "dbmonitor.audit.jdbc.retention.interval=1s",
					"dbmonitor.audit.jdbc.retention.pause=0", "dbmonitor.audit.triggers.enabled=true",
					"dbmonitor.audit.triggers.initialize-schema=always", "dbmonitor.audit.triggers.interval=20ms",
					"dbmonitor.audit.triggers.patience=300ms", "dbmonitor.audit.jdbc.seal.enabled=true",
					"dbmonitor.audit.jdbc.seal.interval=100ms", "dbmonitor.audit.jdbc.seal.verify-interval=1s",
					"dbmonitor.audit.jdbc.seal.key=a secret of this test's",
					"spring.datasource.hikari.connection-init-sql=set lock_timeout = '50ms'")
			.web(WebApplicationType.NONE)
			.run();
	}

	/** Writes in one way after the other. */
	private final class Writer implements Callable<Object> {

		private final EntityManager entityManager;

		private final TransactionTemplate transactions;

		private final JdbcTemplate jdbc;

		private final AuditHolds holds;

		private final PostgresDatabase database;

		private final Random random;

		private Long id = 0L;

		Writer(ConfigurableApplicationContext context, PostgresDatabase database, Random random) {
			this.entityManager = context.getBean(EntityManager.class);
			this.transactions = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
			this.jdbc = context.getBean(JdbcTemplate.class);
			this.holds = context.getBean(AuditHolds.class);
			this.database = database;
			this.random = random;
		}

		@Override
		public Object call() throws SQLException, InterruptedException {
			create(1);
			SealLoadTests.this.permits.acquire();
			while (!SealLoadTests.this.ended.get()) {
				String value = "value " + this.random.nextInt();
				switch (this.random.nextInt(6)) {
					case 0 -> create(1 + this.random.nextInt(15));
					case 1 -> this.jdbc.update("update customer set city = ? where id = ?", value, this.id);
					case 2 -> this.transactions.executeWithoutResult((status) -> {
						this.jdbc.update("update customer set name = ? where id = ?", value, this.id);
						if (this.random.nextInt(4) == 0) {
							status.setRollbackOnly();
						}
					});
					case 3 -> byAnotherProgram(value);
					default -> this.transactions.executeWithoutResult((status) -> {
						this.entityManager.find(Customer.class, this.id).setName(value);
						this.entityManager.flush();
						this.jdbc.update("update customer set city = ? where id = ?", value, this.id);
					});
				}
				SealLoadTests.this.written.incrementAndGet();
				SealLoadTests.this.permits.acquire();
			}
			return this.id;
		}

		private void create(int count) {
			this.transactions.executeWithoutResult((status) -> {
				for (int i = 0; i < count; i++) {
					Customer customer = new Customer("customer");
					this.entityManager.persist(customer);
					this.id = Objects.requireNonNull(customer.getId());
				}
			});
			if (this.random.nextInt(20) == 0) {
				this.holds.place(Customer.class, this.id, "a case");
			}
		}

		private void byAnotherProgram(String value) throws SQLException {
			try (Connection connection = this.database.connect(); Statement statement = connection.createStatement()) {
				statement.execute("set lock_timeout = '50ms'");
				statement.execute("update customer set name = '" + value + "' where id = " + this.id);
			}
		}

	}

}
