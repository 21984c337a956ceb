package io.dbmonitor.hibernate.trigger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with listeners, and what tests of them do with its entities.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class AbstractEntityChangeTests {

	static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, 0, 1000);

	final ConfigurableApplicationContext context;

	final Triggers triggers;

	final EntityManager entityManager;

	final SessionFactory sessionFactory;

	final JdbcTemplate jdbc;

	final TransactionTemplate transaction;

	final List<String> heard = new ArrayList<>();

	private int changeSetsBefore;

	AbstractEntityChangeTests(String... database) {
		this.context = new SpringApplicationBuilder(Triggers.class).properties(database)
			.properties("spring.jpa.hibernate.ddl-auto=create", "spring.jpa.properties.hibernate.jdbc.batch_size=10",
					"dbmonitor.audit.memory.max-change-sets=10000")
			.web(WebApplicationType.NONE)
			.run();
		this.triggers = this.context.getBean(Triggers.class);
		this.entityManager = SharedEntityManagerCreator
			.createSharedEntityManager(this.context.getBean(EntityManagerFactory.class));
		this.sessionFactory = this.context.getBean(SessionFactory.class);
		this.jdbc = this.context.getBean(JdbcTemplate.class);
		this.transaction = new TransactionTemplate(this.context.getBean(PlatformTransactionManager.class));
	}

	@BeforeEach
	void startAnew() {
		this.triggers.reset();
		this.jdbc.update("delete from logged_parcel");
		this.jdbc.update("delete from crate");
		this.jdbc.update("delete from parcel_labels");
		this.jdbc.update("delete from parcel");
		this.jdbc.update("delete from depot");
		this.jdbc.update("delete from ticket");
		this.heard.clear();
		this.changeSetsBefore = changeSets().size();
	}

	@AfterEach
	void noFaults() {
		assertThat(this.context.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
	}

	@AfterAll
	void close() {
		this.context.close();
	}

	static <E> Consumer<E> refusal() {
		return (event) -> {
			throw new RefusedException();
		};
	}

	<T> T persist(T entity) {
		this.transaction.executeWithoutResult((status) -> this.entityManager.persist(entity));
		return entity;
	}

	Parcel persistAt(Depot depot, String name) {
		Parcel parcel = new Parcel(name);
		this.transaction.executeWithoutResult((status) -> {
			parcel.depot = this.entityManager.getReference(Depot.class, depot.id);
			this.entityManager.persist(parcel);
		});
		return parcel;
	}

	void edit(Parcel parcel, Consumer<Parcel> change) {
		this.transaction.executeWithoutResult((status) -> change.accept(managed(parcel)));
	}

	Parcel managed(Parcel parcel) {
		return this.entityManager.find(Parcel.class, parcel.id);
	}

	Map<String, Object> row(Parcel parcel) {
		return this.jdbc.queryForMap("select * from parcel where id = ?", parcel.id);
	}

	List<String> labels(Parcel parcel) {
		return this.jdbc.queryForList("select labels from parcel_labels where parcel_id = ?", String.class, parcel.id);
	}

	long count(String tables) {
		return Objects.requireNonNull(this.jdbc.queryForObject("select count(*) from " + tables, Long.class));
	}

	private List<ChangeSet> changeSets() {
		return this.context.getBean(ChangeSetStore.class).find(ALL);
	}

	/** Those of the test, the oldest first. */
	List<Change> changes() {
		List<ChangeSet> all = changeSets();
		List<ChangeSet> own = new ArrayList<>(all.subList(0, all.size() - this.changeSetsBefore));
		Collections.reverse(own);
		return own.stream().map(ChangeSet::changes).flatMap(List::stream).toList();
	}

	static final class RefusedException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
