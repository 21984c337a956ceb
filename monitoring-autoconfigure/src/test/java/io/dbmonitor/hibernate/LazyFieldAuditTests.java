package io.dbmonitor.hibernate;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.AuditScope;
import io.dbmonitor.audit.AuditSettings;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.Masking;
import io.dbmonitor.audit.OnFailure;
import io.dbmonitor.audit.Replay;
import io.dbmonitor.audit.ValueChange;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.hibernate.trigger.Writing;
import io.dbmonitor.testing.Prevents;
import io.dbmonitor.work.CurrentWork;
import io.dbmonitor.work.TraceIds;
import io.dbmonitor.work.WorkBudgets;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.cfg.Configuration;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lazy fields of enhanced classes are recorded when they change, and not read for it when
 * they do not.
 */
class LazyFieldAuditTests {

	private final List<Change> changes = new ArrayList<>();

	private final Replay replay = new Replay();

	private final Faults faults = new Faults();

	private final Class<?> letter = new EnhancingClassLoader().letter();

	private final SessionFactory sessionFactory = new Configuration(
			new BootstrapServiceRegistryBuilder().applyClassLoader(this.letter.getClassLoader()).build())
		.addAnnotatedClass(this.letter)
		.setProperty("hibernate.connection.url", "jdbc:h2:mem:lazy;DB_CLOSE_DELAY=-1")
		.setProperty("hibernate.hbm2ddl.auto", "create-drop")
		.setProperty("hibernate.generate_statistics", "true")
		.buildSessionFactory();

	@BeforeEach
	void write() {
		AuditSettings settings = new AuditSettings(AuditScope.ALL, new Masking(List.of(), null), 100, OnFailure.FAIL,
				null, InstantSource.system());
		AuditRecorder recorder = new AuditRecorder(settings, () -> null,
				new CurrentWork(List.of(), TraceIds.NONE, new WorkBudgets(), this.faults), null, null,
				List.of((changeSet) -> this.changes.addAll(changeSet.changes()), this.replay::apply), this.faults);
		new AuditIntegrator(new AuditParts(() -> recorder, () -> null, () -> null, () -> null, () -> null, (fault) -> {
			throw new IllegalStateException(fault);
		})).appendTo(this.sessionFactory.unwrap(SessionFactoryImplementor.class));
		Writing letter = made();
		this.sessionFactory.inTransaction((session) -> session.persist(letter.write(1, "a", "b", "c")));
		this.changes.clear();
	}

	@AfterEach
	void close() {
		this.sessionFactory.close();
		assertThat(this.faults.faults(Feature.AUDIT)).isZero();
	}

	@Test
	@Prevents("hibernate: what was not fetched stands as a marker among the values")
	void whatWasNotFetchedIsNoChangeAndIsNotFetched() {
		long before = statements();
		edit((letter) -> letter.readdress("x"));
		assertThat(only().values()).isEqualTo(Map.of("subject", new ValueChange("a", "x")));
		assertThat(statements() - before).isEqualTo(2);
	}

	@Test
	void whatIsFetchedAndChangedIsRecorded() {
		edit((letter) -> letter.rewrite(letter.text() + "!"));
		assertThat(only().values()).isEqualTo(Map.of("text", new ValueChange("b", "b!")));
	}

	@Test
	void whatIsSetUnreadIsRecordedWithWhatWasThere() {
		edit((letter) -> letter.rewrite("x"));
		assertThat(only().values()).isEqualTo(Map.of("text", new ValueChange("b", "x")));
	}

	@Test
	void whatIsDeletedUnreadIsRecorded() {
		this.sessionFactory.inTransaction((session) -> session.remove(session.find(this.letter, 1L)));
		assertThat(only().operation()).isEqualTo(ChangeOperation.DELETE);
		assertThat(only().values()).containsEntry("subject", new ValueChange("a", null));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void whateverIsDoneWithThemTheHistoryTellsTheRows(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 150; i++) {
			boolean commit = random.nextInt(4) > 0;
			try (Session session = this.sessionFactory.openSession()) {
				session.beginTransaction();
				for (long id = 1; id <= 4; id++) {
					doSomething(session, id, random);
				}
				if (commit) {
					session.getTransaction().commit();
				}
				else {
					session.flush();
					session.getTransaction().rollback();
				}
			}
			assertThat(this.replay.state()).as("seed %d, after transaction %d", seed, i).isEqualTo(rows());
		}
	}

	/**
	 * One thing: where a field was set unread, Hibernate itself fails to write more of
	 * the same entity as long as others are not fetched.
	 */
	private void doSomething(Session session, long id, Random random) {
		String text = "text " + random.nextInt(3);
		Writing known = (Writing) session.find(this.letter, id);
		if (known == null) {
			session.persist(made().write(id, "a", text, "c"));
			return;
		}
		switch (random.nextInt(5)) {
			case 0 -> known.readdress(text);
			case 1 -> known.rewrite(text);
			case 2 -> known.rewrite(known.text() + "!");
			case 3 -> known.text();
			default -> session.remove(known);
		}
	}

	private Map<String, Map<String, Object>> rows() {
		Map<String, Map<String, Object>> rows = new TreeMap<>();
		this.sessionFactory.inTransaction(
				(session) -> session.createNativeQuery("select id, subject, text, remark from Letter", Object[].class)
					.getResultList()
					.forEach((row) -> rows.put("Letter/" + row[0],
							new TreeMap<>(Map.of("subject", row[1], "text", row[2], "remark", row[3])))));
		return rows;
	}

	private Writing made() {
		try {
			return (Writing) this.letter.getDeclaredConstructor().newInstance();
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private long statements() {
		return this.sessionFactory.getStatistics().getPrepareStatementCount();
	}

	private Change only() {
		assertThat(this.changes).hasSize(1);
		return this.changes.get(0);
	}

	private void edit(Consumer<Writing> edit) {
		this.sessionFactory.inTransaction((session) -> edit.accept((Writing) session.find(this.letter, 1L)));
	}

}
