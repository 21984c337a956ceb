package io.dbmonitor.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.dbmonitor.testing.HttpJson;
import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.Proves.Area;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Devtools restart an application within its process: the monitor of before is gone, and
 * the new one watches.
 */
@PostgresTest
@Proves(area = Area.SPRING, subject = "Devtools", note = "a restart ends the monitor and begins another")
class DevtoolsTests {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private static final String MONITORS = "select count(*) from pg_stat_activity where application_name = 'dbmonitor'"
			+ " and datname = current_database()";

	@Test
	void restartedApplicationIsWatched(PostgresDatabase database, @TempDir Path folder) throws Exception {
		Path watched = Files.createDirectory(folder.resolve("watched"));
		Path log = folder.resolve("log");
		Process process = new ProcessBuilder(command(database, watched)).redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		try {
			assertThatItIsWatched(process, log, 1);
			long monitors = database.number(MONITORS);
			assertThat(monitors).isPositive();
			Files.writeString(watched.resolve("changed"), "now");
			assertThatItIsWatched(process, log, 2);
			await().untilAsserted(() -> assertThat(database.number(MONITORS)).isEqualTo(monitors));
			assertThat(Files.readString(log)).doesNotContain("WARN", "ERROR");
		}
		finally {
			process.destroy();
			process.onExit().join();
		}
	}

	private static void assertThatItIsWatched(Process process, Path log, int starts) {
		await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
			assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
			assertThat(ports(log)).hasSize(starts);
		});
		await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() -> {
			Json overview = new HttpJson(ports(log).get(starts - 1)).json("/actuator/dbmonitor");
			assertThat(overview.isTrue("$.dataSources[0].database.reachable")).isTrue();
			assertThat(overview.number("$.dataSources[0].queries.executions")).isPositive();
		});
	}

	private static List<Integer> ports(Path log) throws IOException {
		Stream<MatchResult> started = PORT.matcher(Files.readString(log)).results();
		return started.map((start) -> Integer.valueOf(start.group(1))).toList();
	}

	private static List<String> command(PostgresDatabase database, Path watched) {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
				"-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), PlainApplication.class.getName()));
		for (String property : Libraries.quiet(database.dataSourceProperties(), "server.port=0",
				"management.endpoints.web.exposure.include=dbmonitor", "dbmonitor.database.interval=200ms",
				"spring.devtools.livereload.enabled=false", "spring.devtools.restart.additional-paths=" + watched,
				"spring.devtools.restart.poll-interval=200ms", "spring.devtools.restart.quiet-period=100ms")) {
			command.add("--" + property);
		}
		return command;
	}

}
