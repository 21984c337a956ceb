package io.dbmonitor.work;

import java.util.List;
import java.util.concurrent.Callable;

import io.micrometer.observation.ObservationRegistry;
import jakarta.jms.ConnectionFactory;
import org.apache.activemq.ActiveMQConnectionFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jms.annotation.EnableJms;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.config.DefaultJmsListenerContainerFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.awaitility.Awaitility.await;

/**
 * Sends statements in every kind of unit of work; each statement names its own.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableAsync
@EnableJms
@EnableScheduling
@Import({ WorkApplication.Controller.class, WorkApplication.Service.class })
class WorkApplication {

	@Bean
	ContextPropagatingTaskDecorator taskDecorator() {
		return new ContextPropagatingTaskDecorator();
	}

	@Bean
	ConnectionFactory jmsConnectionFactory() {
		return new ActiveMQConnectionFactory("vm://work?broker.persistent=false&broker.useJmx=false");
	}

	@Bean
	JmsTemplate jmsTemplate(ConnectionFactory connectionFactory) {
		return new JmsTemplate(connectionFactory);
	}

	@Bean
	DefaultJmsListenerContainerFactory jmsListenerContainerFactory(ConnectionFactory connectionFactory,
			ObservationRegistry observations) {
		DefaultJmsListenerContainerFactory factory = new DefaultJmsListenerContainerFactory();
		factory.setConnectionFactory(connectionFactory);
		factory.setObservationRegistry(observations);
		return factory;
	}

	@Bean
	ApplicationListener<ApplicationReadyEvent> readyListener(Service service) {
		return (event) -> service.read("in_lambda");
	}

	@Bean
	StartedListener startedListener(Service service) {
		return new StartedListener(service);
	}

	/** Speaks for the application to itself. */
	record Ordered(String marker) {
	}

	/** The web's side. */
	@RestController
	static class Controller {

		private final Service service;

		private final JdbcTemplate jdbc;

		Controller(Service service, JdbcTemplate jdbc) {
			this.service = service;
			this.jdbc = jdbc;
		}

		@GetMapping("/items/{id}")
		String item(@PathVariable String id) {
			this.service.read("in_request");
			this.service.inNewTransaction();
			return id;
		}

		@GetMapping("/events/{id}")
		String event(@PathVariable String id) {
			this.service.publish("in_event_of_request");
			return id;
		}

		@GetMapping("/loop/{times}")
		String loop(@PathVariable int times) {
			for (int i = 0; i < times; i++) {
				this.service.lookUp("in_loop");
			}
			return "done";
		}

		@GetMapping("/one-place/{times}")
		String onePlace(@PathVariable int times) {
			for (int i = 0; i < times; i++) {
				this.jdbc.queryForList("select amname from pg_am in_places");
			}
			return "done";
		}

		@GetMapping("/other-place/{times}")
		String otherPlace(@PathVariable int times) {
			for (int i = 0; i < times; i++) {
				this.jdbc.queryForList("select amname from pg_am in_places");
			}
			return "done";
		}

		@GetMapping("/loop-of-no-table/{times}")
		String loopOfNoTable(@PathVariable int times) {
			for (int i = 0; i < times; i++) {
				this.service.read("of_no_table");
			}
			return "done";
		}

		@GetMapping("/without-transaction/{times}")
		String withoutTransaction(@PathVariable int times) {
			this.service.readAgain("without_transaction", times);
			return "done";
		}

		@GetMapping("/with-transaction/{times}")
		String withTransaction(@PathVariable int times) {
			this.service.readAgainInTransaction("with_transaction", times);
			return "done";
		}

		@GetMapping("/scattered")
		String scattered() {
			this.service.lookUp("scattered");
			this.service.lookUp("scattered");
			this.service.lookUp("scattered");
			this.service.lookUp("scattered");
			this.service.lookUp("scattered");
			return "done";
		}

		@GetMapping("/async")
		Callable<String> async() {
			return () -> {
				this.service.read("in_callable");
				return "done";
			};
		}

		@GetMapping("/background")
		String background() {
			this.service.inBackground();
			return "started";
		}

		@GetMapping("/afterwards")
		String afterwards() {
			this.service.read("in_time");
			this.service.afterwards();
			return "started";
		}

		@GetMapping("/reactive/{id}")
		Mono<String> reactive(@PathVariable String id) {
			return Mono.fromCallable(() -> {
				this.service.read("in_reactive");
				return id;
			}).subscribeOn(Schedulers.boundedElastic());
		}

	}

	/** Listens without an annotation. */
	static class StartedListener implements ApplicationListener<ApplicationStartedEvent> {

		private final Service service;

		StartedListener(Service service) {
			this.service = service;
		}

		@Override
		public void onApplicationEvent(ApplicationStartedEvent event) {
			this.service.read("in_class");
		}

	}

	/** Sends the statements. */
	static class Service {

		private final JdbcTemplate jdbc;

		private final ApplicationEventPublisher events;

		private final CurrentWork currentWork;

		private final TransactionTemplate transactions;

		Service(JdbcTemplate jdbc, ApplicationEventPublisher events, CurrentWork currentWork,
				TransactionTemplate transactions) {
			this.jdbc = jdbc;
			this.events = events;
			this.currentWork = currentWork;
			this.transactions = transactions;
		}

		List<String> read(String marker) {
			return this.jdbc.queryForList("select 'x' as " + marker, String.class);
		}

		List<String> lookUp(String marker) {
			return this.jdbc.queryForList("select amname from pg_am " + marker, String.class);
		}

		void readAgain(String marker, int times) {
			for (int i = 0; i < times; i++) {
				lookUp(marker);
			}
		}

		@Transactional
		public void readAgainInTransaction(String marker, int times) {
			readAgain(marker, times);
		}

		@Transactional(propagation = Propagation.REQUIRES_NEW)
		public void inNewTransaction() {
			read("in_new_transaction");
		}

		@Transactional
		public void inTransaction() {
			read("in_transaction");
		}

		@Async("applicationTaskExecutor")
		public void inBackground() {
			read("in_background");
		}

		/** What began this is over when it reads. */
		@Async("applicationTaskExecutor")
		public void afterwards() {
			UnitOfWork begun = this.currentWork.current();
			await().pollInSameThread().until(() -> begun != this.currentWork.current());
			read("in_time");
			inTransaction("afterwards");
		}

		void inTransaction(String marker) {
			this.transactions.executeWithoutResult((status) -> readAgain(marker, 6));
		}

		void publish(String marker) {
			this.events.publishEvent(new Ordered(marker));
		}

		@Transactional
		public void publishInTransaction(String marker) {
			publish(marker);
		}

		@EventListener
		void on(Ordered event) {
			read(event.marker());
			this.events.publishEvent("followed_" + event.marker());
		}

		@EventListener
		void onText(String marker) {
			if (marker.startsWith("followed_")) {
				read(marker);
			}
		}

		@TransactionalEventListener
		void afterCommit(Ordered event) {
			read("committed_" + event.marker());
		}

		@JmsListener(destination = "orders")
		void receive(String marker) {
			read(marker);
		}

		@Scheduled(fixedDelay = 500)
		void everyHalfSecond() {
			read("in_job");
		}

	}

}
