package io.dbmonitor.compatibility.way;

import java.util.List;

import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.batch.infrastructure.item.support.ListItemReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A job of one step, which a request starts.
 */
@Configuration(proxyBeanMethods = false)
@Import(BatchConfiguration.Controller.class)
class BatchConfiguration {

	@Bean
	Writer writer(JdbcTemplate jdbc) {
		return new Writer(jdbc);
	}

	@Bean
	Step load(JobRepository repository, PlatformTransactionManager transactions, Writer writer) {
		return new StepBuilder("load", repository).<String, String>chunk(2)
			.transactionManager(transactions)
			.reader(new ListItemReader<>(List.of("one", "two", "three")))
			.writer(writer)
			.build();
	}

	@Bean
	Job importing(JobRepository repository, Step load) {
		return new JobBuilder("importing", repository).start(load).build();
	}

	/** Writes what was read. */
	static class Writer implements ItemWriter<String> {

		/** Where it sends its statements from. */
		static volatile int line;

		private final JdbcTemplate jdbc;

		Writer(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Override
		public void write(Chunk<? extends String> chunk) {
			for (String title : chunk) {
				line = Lines.next();
				this.jdbc.update("insert into by_batch values (?)", title);
			}
		}

	}

	@RestController
	record Controller(JobOperator operator, Job importing) {

		@GetMapping("/batch")
		String start() throws Exception {
			return this.operator.start(this.importing, new JobParameters()).getStatus().name();
		}

	}

}
