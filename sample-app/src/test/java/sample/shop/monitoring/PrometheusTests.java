package sample.shop.monitoring;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.dbmonitor.testing.HttpJson;
import io.dbmonitor.testing.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sample.shop.ShopTest;

import org.springframework.boot.test.web.server.LocalServerPort;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * A real Prometheus scrapes the shop. Runs where Prometheus is installed.
 */
@ShopTest
class PrometheusTests {

	private final int shopPort;

	PrometheusTests(@LocalServerPort int shopPort) {
		this.shopPort = shopPort;
	}

	@BeforeAll
	static void isInstalled() {
		for (String program : List.of("prometheus", "promtool")) {
			assumeThat(Path.of("/usr/bin", program)).isExecutable();
		}
	}

	@Test
	void aQueryReturnsTheSessions(@TempDir Path folder) throws IOException, InterruptedException {
		int port = freePort();
		Process prometheus = start(port, folder);
		try {
			HttpJson api = new HttpJson(port);
			await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> {
				Json result = query(api, "sum by (datasource) (dbmonitor_sessions)");
				assertThat(result.string("$.data.result[0].metric.datasource")).isEqualTo("dataSource");
				assertThat(Double.parseDouble(result.string("$.data.result[0].value[1]"))).isGreaterThan(1);
			});
			Json rate = query(api, "sum(db_client_operation_duration_seconds_count{db_system_name=\"postgresql\"})");
			assertThat(Double.parseDouble(rate.string("$.data.result[0].value[1]"))).isPositive();
		}
		finally {
			prometheus.destroy();
			assertThat(prometheus.waitFor(20, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void promtoolFindsNoFaultInOurMeters() throws IOException, InterruptedException {
		HttpJson shop = new HttpJson(this.shopPort);
		await().atMost(Duration.ofSeconds(20))
			.until(() -> shop.get("/actuator/prometheus").body().contains("dbmonitor_transactions_total"));
		Process promtool = new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
		try (var scrape = promtool.outputWriter(UTF_8)) {
			scrape.write(shop.get("/actuator/prometheus").body());
		}
		String findings = new String(promtool.getInputStream().readAllBytes(), UTF_8);
		assertThat(promtool.waitFor(20, TimeUnit.SECONDS)).isTrue();
		assertThat(findings).doesNotContain("dbmonitor_", "db_client_", "error while linting");
	}

	private Process start(int port, Path folder) throws IOException {
		Path configuration = Files.writeString(folder.resolve("prometheus.yml"), """
				scrape_configs:
				  - job_name: shop
				    scrape_interval: 1s
				    metrics_path: /actuator/prometheus
				    static_configs:
				      - targets: ["localhost:%d"]
				""".formatted(this.shopPort));
		return new ProcessBuilder("prometheus", "--config.file=" + configuration,
				"--storage.tsdb.path=" + folder.resolve("data"), "--web.listen-address=127.0.0.1:" + port)
			.redirectErrorStream(true)
			.redirectOutput(folder.resolve("prometheus.log").toFile())
			.start();
	}

	private static Json query(HttpJson api, String query) {
		return api.json("/api/v1/query?query=" + URLEncoder.encode(query, UTF_8));
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
