package io.dbmonitor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.RestartablePostgres;
import io.dbmonitor.testing.RunningApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application stops as it does without the monitor: as soon, with no thread left, and
 * with nothing said about it, also when its database is gone.
 */
@Tag("own-server")
@Tag("alone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Proves(area = Proves.Area.SPRING, subject = "The end of the application",
		note = "in its usual time, no thread left, nothing logged, also when the database is gone")
class ApplicationStopTests {

	/** What the two stops of the same application differ by on a busy machine. */
	private static final Duration TOLERANCE = Duration.ofSeconds(1);

	private RestartablePostgres postgres;

	@BeforeAll
	void start(@TempDir Path folder) {
		this.postgres = new RestartablePostgres(folder.resolve("data"));
		this.postgres.start();
	}

	@AfterAll
	void end() {
		this.postgres.close();
	}

	@Test
	void applicationStopsAsWithoutTheMonitor() {
		Stop usual = Stop.of(start("dbmonitor.enabled=false"));
		Stop.of(awaitSample(start(), true)).isLike(usual);
	}

	@Test
	void applicationWhoseDatabaseIsGoneStopsAsWithoutTheMonitor() {
		RunningApplication bare = start("dbmonitor.enabled=false");
		RunningApplication application = awaitSample(start(), true);
		this.postgres.crash();
		try {
			awaitSample(application, false);
			Stop usual = Stop.of(bare);
			Stop.of(application).isLike(usual);
		}
		finally {
			this.postgres.start();
		}
	}

	private RunningApplication start(String... properties) {
		RunningApplication application = RunningApplication.start(JpaApplication.class,
				Stream
					.of(this.postgres.database().dataSourceProperties(),
							new String[] { "dbmonitor.audit.store=jdbc",
									"dbmonitor.audit.jdbc.initialize-schema=always" },
							properties)
					.flatMap(Stream::of)
					.toArray(String[]::new));
		application.bean(JdbcTemplate.class).queryForList("select 1");
		return application;
	}

	private static RunningApplication awaitSample(RunningApplication application, boolean reachable) {
		await().atMost(Duration.ofSeconds(40))
			.until(() -> Boolean.valueOf(reachable)
				.equals(application.overview().object("$.dataSources[0].database").get("reachable")));
		return application;
	}

	/**
	 * How an application stopped.
	 *
	 * @param took how long it took
	 * @param loggers who said something
	 */
	private record Stop(Duration took, Set<String> loggers) {

		static Stop of(RunningApplication application) {
			Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
			ListAppender<ILoggingEvent> log = new ListAppender<>();
			log.start();
			root.addAppender(log);
			long started = System.nanoTime();
			application.close();
			Duration took = Duration.ofNanos(System.nanoTime() - started);
			root.detachAppender(log);
			return new Stop(took,
					List.copyOf(log.list).stream().map(ILoggingEvent::getLoggerName).collect(Collectors.toSet()));
		}

		void isLike(Stop usual) {
			assertThat(this.took).isLessThan(usual.took.plus(TOLERANCE));
			assertThat(this.loggers).isSubsetOf(usual.loggers);
			// The other one has none, and both are over
			assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("dbmonitor"));
		}

	}

}
