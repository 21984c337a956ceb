package io.dbmonitor.work;

import java.util.List;
import java.util.concurrent.Callable;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Sends statements in every kind of unit of work; each statement names its own.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableAsync
@EnableScheduling
@Import({ WorkApplication.Controller.class, WorkApplication.Service.class })
class WorkApplication {

	@Bean
	ContextPropagatingTaskDecorator taskDecorator() {
		return new ContextPropagatingTaskDecorator();
	}

	/** The web's side. */
	@RestController
	static class Controller {

		private final Service service;

		Controller(Service service) {
			this.service = service;
		}

		@GetMapping("/items/{id}")
		String item(@PathVariable String id) {
			this.service.read("in_request");
			this.service.inNewTransaction();
			return id;
		}

		@GetMapping("/loop/{times}")
		String loop(@PathVariable int times) {
			for (int i = 0; i < times; i++) {
				this.service.read("in_loop");
			}
			return "done";
		}

		@GetMapping("/scattered")
		String scattered() {
			this.service.read("scattered");
			this.service.read("scattered");
			this.service.read("scattered");
			this.service.read("scattered");
			this.service.read("scattered");
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

		@GetMapping("/reactive/{id}")
		Mono<String> reactive(@PathVariable String id) {
			return Mono.fromCallable(() -> {
				this.service.read("in_reactive");
				return id;
			}).subscribeOn(Schedulers.boundedElastic());
		}

	}

	/** Sends the statements. */
	static class Service {

		private final JdbcTemplate jdbc;

		Service(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		List<String> read(String marker) {
			return this.jdbc.queryForList("select 'x' as " + marker, String.class);
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

		@Scheduled(fixedDelay = 500)
		void everyHalfSecond() {
			read("in_job");
		}

	}

}
