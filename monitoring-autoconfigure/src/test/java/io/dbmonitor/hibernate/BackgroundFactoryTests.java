package io.dbmonitor.hibernate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.dbmonitor.app.Customer;
import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.audit.event.AfterEntityChange;
import io.dbmonitor.audit.event.BeforeEntityChange;
import io.dbmonitor.testing.Proves;
import jakarta.persistence.EntityManagerFactory;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An entity manager factory that is built in the background is audited and heard from its
 * first write.
 */
@Proves(area = Proves.Area.SPRING, subject = "Bootstrap of JPA in the background", note = "the audit")
class BackgroundFactoryTests {

	@Test
	void isAuditedAndHeardFromItsFirstWrite() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(BackgroundApplication.class)
			.properties("spring.datasource.url=jdbc:h2:mem:background", "spring.jpa.hibernate.ddl-auto=create",
					"spring.data.jpa.repositories.bootstrap-mode=deferred", "dbmonitor.audit.store=jdbc",
					"dbmonitor.audit.jdbc.initialize-schema=always")
			.web(WebApplicationType.NONE)
			.run()) {
			assertThat(context.getBeanFactory().containsSingleton("jpaAuditingHandler"))
				.as("Spring Data's handler, whose making waits for the factory")
				.isFalse();
			context.getBean(EntityManagerFactory.class)
				.runInTransaction((entityManager) -> entityManager.persist(new Customer("first")));
			assertThat(context.getBean(CountingExecutor.class).tasks).hasValue(1);
			assertThat(context.getBean(BackgroundApplication.class).heard).containsExactly("before", "after");
			assertThat(context.getBean(ChangeSetStore.class)
				.find(new AuditQuery(null, null, null, null, null, null, 0, 10))).hasSize(1);
		}
	}

	/** An application that hears of its customers. */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EntityScan(basePackageClasses = Customer.class)
	static class BackgroundApplication {

		private final List<String> heard = new ArrayList<>();

		@Bean
		CountingExecutor applicationTaskExecutor() {
			return new CountingExecutor();
		}

		@EventListener
		void before(BeforeEntityChange<Customer> event) {
			this.heard.add("before");
		}

		@EventListener
		void after(AfterEntityChange<Customer> event) {
			this.heard.add("after");
		}

	}

	/** Knows whether something was built with it. */
	static final class CountingExecutor extends SimpleAsyncTaskExecutor {

		private static final long serialVersionUID = 1L;

		private final AtomicInteger tasks = new AtomicInteger();

		@Override
		protected void doExecute(Runnable task) {
			this.tasks.incrementAndGet();
			super.doExecute(task);
		}

	}

}
