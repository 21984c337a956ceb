package io.dbmonitor;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.RunningApplication;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the monitor holds of the heap when it knows as many statements as it keeps: the
 * difference between an application with it and the same one without, each in a process
 * of its own.
 */
@Tag("alone")
@PostgresTest
class HeapTests {

	private static final Logger logger = LoggerFactory.getLogger(HeapTests.class);

	private static final long ALLOWED_KB = 16 * 1024;

	@Test
	void aThousandStatementsTakeNoMoreThanSixteenMegabytes(PostgresDatabase database) throws Exception {
		long without = heapKb(database, "dbmonitor.enabled=false");
		long with = heapKb(database);
		logger.info("Heap with {} statements: {} KB without the monitor, {} KB with it", Application.STATEMENTS,
				without, with);
		assertThat(with - without).isBetween(1L, ALLOWED_KB);
	}

	/** What can be let go is let go: what is left is held. */
	private static long heapKb(PostgresDatabase database, String... properties) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
						"-XX:SoftRefLRUPolicyMSPerMB=0", "-cp", System.getProperty("java.class.path"),
						Application.class.getName()));
		command.addAll(List.of(database.dataSourceProperties()));
		command.addAll(List.of(properties));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.onExit().join().exitValue()).as(output).isZero();
		return output.lines()
			.filter((line) -> line.startsWith(Application.HEAP))
			.mapToLong((line) -> Long.parseLong(line.substring(Application.HEAP.length())))
			.sum();
	}

	/** Executes statements and says how much of the heap is in use then, in KB. */
	static final class Application {

		static final String HEAP = "heap in use: ";

		static final int STATEMENTS = 1000;

		/** So often that each is among the slowest, and has been planned. */
		private static final int EXECUTIONS = 10;

		/** With the columns of a wide table, as mappers write them. */
		private static final String COLUMNS = "1 as a_column_with_a_name, ".repeat(40);

		private Application() {
		}

		public static void main(String[] properties) {
			try (RunningApplication application = RunningApplication.start(JpaApplication.class, properties)) {
				JdbcTemplate jdbc = application.bean(JdbcTemplate.class);
				for (int i = 0; i < STATEMENTS * EXECUTIONS; i++) {
					jdbc.queryForList("select " + COLUMNS + "1 as column_" + i % STATEMENTS);
				}
				if (!List.of(properties).contains("dbmonitor.enabled=false")) {
					look(application);
				}
				for (int i = 0; i < 3; i++) {
					ManagementFactory.getMemoryMXBean().gc();
				}
				System.out.println(HEAP + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024);
			}
		}

		/** What is made when somebody looks counts too. */
		private static void look(RunningApplication application) {
			application.overview();
			application.scrape();
			assertThat(application.http().json("/actuator/dbmonitor/queries?limit=" + STATEMENTS).objects("$.queries"))
				.hasSize(STATEMENTS);
		}

	}

}
