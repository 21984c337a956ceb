package io.dbmonitor.audit.jdbc;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import ch.qos.logback.classic.Level;
import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.audit.Replay;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.RestartablePostgres;
import jakarta.persistence.EntityManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Changes and their records agree whatever happens to transactions and to the server, and
 * one transaction may be as long as it likes. The long form is the profile
 * {@code soak}'s.
 */
@Tag("load")
class AuditLoadTests {

	private static final Logger logger = LoggerFactory.getLogger(AuditLoadTests.class);

	private static final int SECONDS = Math.min(120, Integer.getInteger("dbmonitor.test.load.seconds", 15));

	/** As many as take the time of the load. */
	private static final int CHANGES = (SECONDS < 60) ? 20_000 : 200_000;

	private static final int THREADS = 32;

	/** So few that transactions meet, in any order. */
	private static final int CONTENDED = 20;

	/** PostgreSQL's SQLState. */
	private static final String DEADLOCK = "40P01";

	private static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, 0, Integer.MAX_VALUE);

	/** Thousands of transactions fail here, and each would be told. */
	private static void quiet(@Nullable Level level) {
		for (String name : List.of("org.hibernate", "org.springframework.transaction", "com.zaxxer.hikari")) {
			((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(name)).setLevel(level);
		}
	}

	@AfterEach
	void loud() {
		quiet(null);
	}

	@Test
	void changesAndRecordsAgreeThroughRollbacksDeadlocksAndACrash(@TempDir Path data) throws Exception {
		try (RestartablePostgres server = new RestartablePostgres(data)) {
			server.start();
			try (ConfigurableApplicationContext context = run(server.database(), THREADS)) {
				quiet(Level.OFF);
				new Work(context).insert(CONTENDED);
				Work work = new Work(context);
				ExecutorService threads = Executors.newFixedThreadPool(THREADS);
				AtomicBoolean ended = new AtomicBoolean();
				List<Future<?>> running = new ArrayList<>();
				for (int i = 0; i < THREADS; i++) {
					Random random = new Random(i);
					running.add(threads.submit(() -> {
						while (!ended.get()) {
							work.attempt(random);
						}
					}));
				}
				TimeUnit.SECONDS.sleep(SECONDS / 2);
				server.crash();
				server.start();
				TimeUnit.SECONDS.sleep(SECONDS / 2);
				ended.set(true);
				for (Future<?> thread : running) {
					thread.get();
				}
				threads.shutdown();
				logger.info("{} transactions committed, others ended by {}", work.committed, work.failures);
				assertThat(work.committed.sum()).isGreaterThan(10L * SECONDS);
				assertThat(work.failures).containsKeys("rolled back", "a deadlock");
				assertThat(replayed(context)).isEqualTo(work.rows());
			}
		}
	}

	/** What should be there, if one believes the records. */
	private static Map<String, String> replayed(ConfigurableApplicationContext context) {
		List<ChangeSet> oldestFirst = new ArrayList<>(context.getBean(ChangeSetStore.class).find(ALL));
		Collections.reverse(oldestFirst);
		Replay replay = new Replay();
		oldestFirst.forEach(replay::apply);
		Map<String, String> texts = new TreeMap<>();
		replay.state().forEach((memo, fields) -> texts.put(memo, String.valueOf(fields.get("text"))));
		return texts;
	}

	@PostgresTest
	@Tag("load")
	static class LongTransactionTests {

		private static final int FLUSHED_AT_ONCE = 500;

		private static final int TENTHS = 10;

		@Test
		void aLongTransactionTakesABoundedHeapAndLinearTime(PostgresDatabase database) throws Exception {
			try (ConfigurableApplicationContext context = run(database, 2)) {
				List<Long> heap = new ArrayList<>();
				List<Long> nanos = new ArrayList<>();
				EntityManager entityManager = context.getBean(EntityManager.class);
				context.getBean(TransactionTemplate.class).executeWithoutResult((status) -> {
					long start = System.nanoTime();
					for (int i = 1; i <= CHANGES; i++) {
						entityManager.persist(new Memo("memo " + i));
						if (i % FLUSHED_AT_ONCE == 0) {
							entityManager.flush();
							entityManager.clear();
						}
						if (i % (CHANGES / TENTHS) == 0) {
							nanos.add(System.nanoTime() - start);
							heap.add(liveHeap());
							start = System.nanoTime();
						}
					}
				});
				assertThat(database.number("select count(*) from dbmonitor_change")).isEqualTo(CHANGES);
				logger.info(
						"{} changes in one transaction: milliseconds for each tenth {}, live heap behind each {} KB",
						CHANGES, nanos.stream().map(TimeUnit.NANOSECONDS::toMillis).toList(),
						heap.stream().map((bytes) -> bytes / 1024).toList());
				assertThat(heap.get(TENTHS - 1) - heap.get(1)).isLessThan(8L << 20);
				assertThat(median(nanos.subList(TENTHS / 2, TENTHS)))
					.isLessThan(3 * median(nanos.subList(0, TENTHS / 2)));
			}
		}

		private static long median(List<Long> values) {
			return values.stream().sorted().toList().get(values.size() / 2);
		}

		private static long liveHeap() {
			System.gc();
			return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		}

	}

	private static ConfigurableApplicationContext run(PostgresDatabase database, int connections) {
		return new SpringApplicationBuilder(MemoApplication.class).properties(database.dataSourceProperties())
			.properties("spring.jpa.hibernate.ddl-auto=update", "dbmonitor.audit.store=jdbc",
					"dbmonitor.audit.jdbc.initialize-schema=always",
					"spring.jpa.properties.hibernate.jdbc.batch_size=50",
					"spring.datasource.hikari.maximum-pool-size=" + connections,
					"spring.datasource.hikari.connection-timeout=1000",
					"spring.datasource.hikari.connection-init-sql=set deadlock_timeout = '20ms'")
			.web(WebApplicationType.NONE)
			.run();
	}

	/** What threads do, and what becomes of it. */
	private static final class Work {

		private final EntityManager entityManager;

		private final TransactionTemplate transactions;

		private final LongAdder committed = new LongAdder();

		private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();

		private Work(ConfigurableApplicationContext context) {
			this.entityManager = context.getBean(EntityManager.class);
			this.transactions = context.getBean(TransactionTemplate.class);
		}

		void insert(int count) {
			this.transactions.executeWithoutResult((status) -> {
				for (int i = 0; i < count; i++) {
					this.entityManager.persist(new Memo("first"));
				}
			});
		}

		void attempt(Random random) {
			try {
				boolean commit = random.nextInt(4) > 0;
				this.transactions.executeWithoutResult((status) -> {
					for (int i = random.nextInt(5); i >= 0; i--) {
						step(random);
					}
					if (!commit) {
						status.setRollbackOnly();
					}
				});
				if (commit) {
					this.committed.increment();
				}
				else {
					failed("rolled back");
				}
			}
			catch (RuntimeException ex) {
				boolean deadlock = NestedExceptionUtils.getMostSpecificCause(ex) instanceof SQLException cause
						&& DEADLOCK.equals(cause.getSQLState());
				failed(deadlock ? "a deadlock" : ex.getClass().getSimpleName());
			}
		}

		private void failed(String how) {
			this.failures.computeIfAbsent(how, (added) -> new LongAdder()).increment();
		}

		private void step(Random random) {
			switch (random.nextInt(6)) {
				case 0, 1 -> this.entityManager.persist(new Memo("new " + random.nextInt()));
				case 2 -> this.entityManager.createQuery("from Memo where id > :few order by id desc", Memo.class)
					.setParameter("few", (long) CONTENDED)
					.setMaxResults(1)
					.getResultList()
					.forEach(this.entityManager::remove);
				default -> {
					Memo memo = this.entityManager.find(Memo.class, (long) (1 + random.nextInt(CONTENDED)));
					memo.text = "changed " + random.nextInt();
					this.entityManager.flush();
				}
			}
		}

		Map<String, String> rows() {
			Map<String, String> rows = new TreeMap<>();
			this.transactions.executeWithoutResult((status) -> this.entityManager.createQuery("from Memo", Memo.class)
				.getResultList()
				.forEach((memo) -> rows.put("Memo/" + Objects.requireNonNull(memo.id), memo.text)));
			return rows;
		}

	}

}
