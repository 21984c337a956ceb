package io.dbmonitor.hibernate;

import java.util.List;

import javax.sql.DataSource;

import io.dbmonitor.app.Customer;
import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.audit.ValueChange;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import org.hibernate.SessionFactory;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.jpa.boot.spi.IntegratorProvider;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.orm.jpa.hibernate.LocalSessionFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Session factories are audited however they are built.
 */
@PostgresTest
class SessionFactoryAuditTests {

	private static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, 0, 100);

	@Test
	void aSessionFactoryThatSpringBuildsWithoutJpaIsAudited(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(NativeApplication.class, database)) {
			context.getBean(SessionFactory.class).inTransaction((session) -> session.persist(new Customer("native")));
			assertThat(changes(context)).singleElement()
				.satisfies((change) -> assertThat(change.operation()).isEqualTo(ChangeOperation.CREATE))
				.satisfies(
						(change) -> assertThat(change.values()).containsEntry("name", new ValueChange(null, "native")));
		}
	}

	@Test
	void anIntegratorProviderOfTheApplicationIsAskedToo(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(JpaApplication.class, database,
				"spring.jpa.properties.hibernate.integrator_provider=" + OwnIntegrators.class.getName())) {
			context.getBean(SessionFactory.class).inTransaction((session) -> session.persist(new Customer("jpa")));
			assertThat(OwnIntegrators.asked).isTrue();
			assertThat(changes(context)).hasSize(1);
		}
	}

	@Test
	void aStatelessSessionIsAuditedToo(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(JpaApplication.class, database)) {
			SessionFactory sessionFactory = context.getBean(SessionFactory.class);
			sessionFactory.inStatelessTransaction((session) -> session.insert(new Customer("stateless")));
			assertThat(changes(context)).extracting(Change::operation).containsExactly(ChangeOperation.CREATE);
		}
	}

	private static List<Change> changes(ConfigurableApplicationContext context) {
		return context.getBean(ChangeSetStore.class)
			.find(ALL)
			.stream()
			.map(ChangeSet::changes)
			.flatMap(List::stream)
			.toList();
	}

	private static ConfigurableApplicationContext run(Class<?> application, PostgresDatabase database,
			String... properties) {
		return new SpringApplicationBuilder(application).properties(database.dataSourceProperties())
			.properties("spring.jpa.hibernate.ddl-auto=create")
			.properties(properties)
			.web(WebApplicationType.NONE)
			.run();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = HibernateJpaAutoConfiguration.class)
	static class NativeApplication {

		@Bean
		LocalSessionFactoryBean entityManagerFactory(DataSource dataSource) {
			LocalSessionFactoryBean factory = new LocalSessionFactoryBean();
			factory.setDataSource(dataSource);
			factory.setAnnotatedClasses(Customer.class);
			factory.getHibernateProperties().setProperty("hibernate.hbm2ddl.auto", "create");
			return factory;
		}

	}

	/** What an application could bring. */
	public static class OwnIntegrators implements IntegratorProvider {

		private static boolean asked;

		@Override
		public List<Integrator> getIntegrators() {
			asked = true;
			return List.of();
		}

	}

}
