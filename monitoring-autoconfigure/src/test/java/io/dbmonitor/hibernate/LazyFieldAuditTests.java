package io.dbmonitor.hibernate;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.AuditScope;
import io.dbmonitor.audit.AuditSettings;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.Masking;
import io.dbmonitor.audit.OnFailure;
import io.dbmonitor.audit.ValueChange;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.hibernate.trigger.Writing;
import io.dbmonitor.testing.Prevents;
import io.dbmonitor.work.CurrentWork;
import io.dbmonitor.work.TraceIds;
import io.dbmonitor.work.WorkBudgets;
import org.hibernate.SessionFactory;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.cfg.Configuration;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lazy fields of enhanced classes are recorded when they change, and not read for it when
 * they do not.
 */
class LazyFieldAuditTests {

	private final List<Change> changes = new ArrayList<>();

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
	void write() throws ReflectiveOperationException {
		AuditSettings settings = new AuditSettings(AuditScope.ALL, new Masking(List.of(), null), 100, OnFailure.FAIL,
				null, InstantSource.system());
		AuditRecorder recorder = new AuditRecorder(settings, () -> null,
				new CurrentWork(List.of(), TraceIds.NONE, new WorkBudgets(), this.faults), null,
				List.of((changeSet) -> this.changes.addAll(changeSet.changes())), this.faults);
		new AuditIntegrator(() -> recorder, () -> null, (fault) -> {
			throw new IllegalStateException(fault);
		}).appendTo(this.sessionFactory.unwrap(SessionFactoryImplementor.class));
		Writing letter = (Writing) this.letter.getDeclaredConstructor().newInstance();
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
