package io.dbmonitor.hibernate.model;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import javax.sql.DataSource;

import io.dbmonitor.audit.AuditHistory;
import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.StatementWrite;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import jakarta.persistence.EntityManager;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.PreInsertEvent;
import org.hibernate.event.spi.PreInsertEventListener;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Statements and Hibernate's own writes are told apart, whatever is mapped to what.
 */
class ModelStatementTests {

	private static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, 0, 1000);

	@Test
	void allThatAStatelessSessionWritesOfOneWithCollectionsIsItsOwn() {
		try (ConfigurableApplicationContext context = run("stateless");
				StatelessSession session = context.getBean(SessionFactory.class).openStatelessSession()) {
			session.beginTransaction();
			Product product = new Product();
			product.tags.add("tag");
			session.insert(product);
			session.update(product);
			session.delete(product);
			session.getTransaction().commit();
			assertThat(newest(context)).extracting(Change::source).containsOnly(ChangeSource.ORM);
		}
	}

	@Test
	void whatAListenerOfTheApplicationWritesIsNot() {
		try (ConfigurableApplicationContext context = run("listener")) {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			context.getBean(SessionFactory.class)
				.unwrap(SessionFactoryImplementor.class)
				.getEventListenerRegistry()
				.appendListeners(EventType.PRE_INSERT, new WritingListener(jdbc));
			inTransaction(context, (entityManager) -> entityManager.persist(new Product()));
			assertThat(newest(context)).extracting((change) -> change.entity() + " " + change.source())
				.containsExactlyInAnyOrder("Product ORM", "Rack STATEMENT");
		}
	}

	@Test
	void rowsOfACollectionAreChangesOfTheirOwner() {
		try (ConfigurableApplicationContext context = run("collection")) {
			inTransaction(context, (entityManager) -> {
				Product product = new Product();
				product.tags.add("tag");
				entityManager.persist(product);
			});
			context.getBean(JdbcTemplate.class).update("delete from product_tags");
			assertThat(newest(context)).extracting(Change::operation).containsExactly(ChangeOperation.UPDATE);
		}
	}

	@Test
	void aStatementOnTheTableOfASuperclassMakesTheStateUncertain() {
		try (ConfigurableApplicationContext context = run("superclass")) {
			Truck truck = new Truck();
			inTransaction(context, (entityManager) -> entityManager.persist(truck));
			AuditHistory history = context.getBean(AuditHistory.class);
			assertThat(history.at(Truck.class, truck.id, history.find(ALL).get(0).at()).orElseThrow().complete())
				.isTrue();
			context.getBean(JdbcTemplate.class).update("update vehicle set name = 'new'");
			assertThat(history.at(Truck.class, truck.id, history.find(ALL).get(0).at()).orElseThrow().complete())
				.isFalse();
		}
	}

	@Test
	void whatABatchWroteBeforeItFailedIsRecorded() {
		try (ConfigurableApplicationContext context = run("batch")) {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			Object[] twice = { new UUID(1, 1) };
			inTransaction(context, (entityManager) -> assertThatExceptionOfType(DataIntegrityViolationException.class)
				.isThrownBy(() -> jdbc.batchUpdate("insert into rack (id) values (?)", List.of(twice, twice))));
			assertThat(jdbc.queryForObject("select count(*) from rack", Long.class)).isOne();
			assertThat(newest(context)).extracting(Change::statement)
				.extracting(StatementWrite::rows)
				.containsOnlyNulls();
		}
	}

	@Test
	void anotherDatabaseWithATableOfTheSameNameIsNoneOfItsBusiness() {
		try (ConfigurableApplicationContext context = builder("first").sources(Second.class).run()) {
			JdbcTemplate jdbc = new JdbcTemplate(context.getBean("second", DataSource.class));
			jdbc.execute("create table product (id int)");
			jdbc.update("insert into product values (1)");
			assertThat(context.getBean(AuditHistory.class).find(ALL)).isEmpty();
			new JdbcTemplate(context.getBean("first", DataSource.class)).update("delete from product");
			new JdbcTemplate(context.getBean("first", DataSource.class)).update("truncate table product_tags");
			assertThat(newest(context)).extracting(Change::entity).containsExactly("Product");
		}
	}

	@Test
	void aRecordThatFailsBehindAWriteDoesNotFailIt() {
		try (ConfigurableApplicationContext context = run("behind")) {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			jdbc.execute("drop table dbmonitor_change");
			assertThat(jdbc.update("insert into rack (id) values (random_uuid())")).isOne();
			assertThat(context.getBean(Faults.class).faults(Feature.AUDIT)).isOne();
		}
	}

	private static void inTransaction(ConfigurableApplicationContext context, Consumer<EntityManager> work) {
		EntityManager entityManager = context.getBean(EntityManager.class);
		context.getBean(TransactionTemplate.class).executeWithoutResult((status) -> work.accept(entityManager));
	}

	private static List<Change> newest(ConfigurableApplicationContext context) {
		return context.getBean(AuditHistory.class).find(ALL).get(0).changes();
	}

	private static ConfigurableApplicationContext run(String database) {
		return builder(database).run();
	}

	/** The tables of the audit are made by default, as these databases are embedded. */
	private static SpringApplicationBuilder builder(String database) {
		return new SpringApplicationBuilder(ModelApplication.class)
			.properties("spring.datasource.url=jdbc:h2:mem:statements-" + database,
					"spring.jpa.hibernate.ddl-auto=create", "dbmonitor.audit.store=jdbc")
			.web(WebApplicationType.NONE);
	}

	/** Writes in the middle of a flush. */
	private static final class WritingListener implements PreInsertEventListener {

		private static final long serialVersionUID = 1L;

		private final transient JdbcTemplate jdbc;

		private WritingListener(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Override
		public boolean onPreInsert(PreInsertEvent event) {
			this.jdbc.update("insert into rack (id) values (random_uuid())");
			return false;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Second {

		@Bean
		@Primary
		DataSource first() {
			return DataSourceBuilder.create().url("jdbc:h2:mem:statements-first").username("sa").build();
		}

		@Bean(defaultCandidate = false)
		DataSource second() {
			return DataSourceBuilder.create().url("jdbc:h2:mem:statements-second").username("sa").build();
		}

	}

}
