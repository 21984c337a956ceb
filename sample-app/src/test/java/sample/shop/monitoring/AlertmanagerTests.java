package sample.shop.monitoring;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.dbmonitor.testing.HttpJson;
import io.dbmonitor.testing.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sample.shop.ShopTest;
import sample.shop.TestShop;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * What comes in the jar for Prometheus and Grafana works with a real Prometheus and a
 * real Alertmanager that watch the shop. Runs where these are installed.
 */
@ShopTest
@TestPropertySource(properties = { "dbmonitor.database.interval=200ms", "dbmonitor.database.heavy-interval=1s",
		"dbmonitor.audit.store=jdbc", "dbmonitor.audit.jdbc.initialize-schema=always",
		"dbmonitor.audit.triggers.enabled=true", "dbmonitor.audit.triggers.initialize-schema=always",
		"dbmonitor.audit.jdbc.seal.enabled=true", "dbmonitor.alert.interval=200ms", "dbmonitor.alert.resolve-after=0s",
		"dbmonitor.alert.rules.blocked-sessions.for=0s", "dbmonitor.alert.alertmanager.resend-interval=1s" })
class AlertmanagerTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final List<String> PROGRAMS = List.of("prometheus", "promtool", "prometheus-alertmanager");

	private static final Pattern METRIC = Pattern.compile("\\b(?:dbmonitor|db_client)_[a-z0-9_]+");

	private static final int ALERTMANAGER = freePort();

	private static final int PROMETHEUS = freePort();

	private static final List<Process> processes = new ArrayList<>();

	private final HttpJson prometheus = new HttpJson(PROMETHEUS);

	private final HttpJson alertmanager = new HttpJson(ALERTMANAGER);

	private final HttpJson http;

	private final TestShop shop;

	AlertmanagerTests(@LocalServerPort int port, @Autowired TestShop shop) {
		this.http = new HttpJson(port);
		this.shop = shop;
	}

	@DynamicPropertySource
	static void address(DynamicPropertyRegistry registry) {
		registry.add("dbmonitor.alert.alertmanager.urls", () -> "http://localhost:" + ALERTMANAGER);
	}

	@BeforeAll
	static void start(@LocalServerPort int port, @TempDir Path folder) throws IOException {
		for (String program : PROGRAMS) {
			assumeThat(Path.of("/usr/bin", program)).isExecutable();
		}
		Path routes = Files.writeString(folder.resolve("alertmanager.yml"), """
				route:
				  receiver: nobody
				receivers:
				  - name: nobody
				""");
		// Less patient than it is shipped
		Files.writeString(folder.resolve("rules.yml"),
				resource("prometheus/dbmonitor-rules.yml").replaceAll("for: \\w+", "for: 1s"));
		Path configuration = Files.writeString(folder.resolve("prometheus.yml"), """
				global:
				  scrape_interval: 1s
				  evaluation_interval: 1s
				rule_files: ["rules.yml"]
				alerting:
				  alertmanagers:
				    - static_configs:
				        - targets: ["localhost:%d"]
				scrape_configs:
				  - job_name: shop
				    metrics_path: /actuator/prometheus
				    static_configs:
				      - targets: ["localhost:%d"]
				""".formatted(ALERTMANAGER, port));
		start(folder, "prometheus-alertmanager", "--config.file=" + routes,
				"--storage.path=" + folder.resolve("alerts"), "--web.listen-address=127.0.0.1:" + ALERTMANAGER,
				"--cluster.listen-address=");
		start(folder, "prometheus", "--config.file=" + configuration, "--storage.tsdb.path=" + folder.resolve("data"),
				"--web.listen-address=127.0.0.1:" + PROMETHEUS);
	}

	private static void start(Path folder, String... command) throws IOException {
		processes.add(new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(folder.resolve(command[0] + ".log").toFile())
			.start());
	}

	@AfterAll
	static void end() throws InterruptedException {
		processes.forEach(Process::destroy);
		for (Process process : processes) {
			assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
		}
		processes.clear();
	}

	@Test
	void blockedSessionsArriveInAlertmanagerByBothWaysAndResolve() throws Exception {
		long product = this.shop.addProduct(100);
		long customer = this.shop.addCustomer();
		ExecutorService threads = Executors.newCachedThreadPool();
		List<Future<?>> orders = new ArrayList<>();
		try (Connection psql = this.shop.connect("psql"); Statement statement = psql.createStatement()) {
			psql.setAutoCommit(false);
			statement.executeUpdate("update product set stock = stock where id = " + product);
			for (int i = 0; i < 3; i++) {
				orders.add(threads.submit(() -> this.shop.order(customer, product)));
			}
			await().atMost(LONG).untilAsserted(() -> assertThat(arrived("application")).hasSize(1));
			assertThat((String) annotations(arrived("application").get(0)).get("evidence"))
				.contains("waits: POST /orders, OrderService.");
			await().atMost(LONG).untilAsserted(() -> assertThat(arrived("job")).hasSize(1));
			assertThat(annotations(arrived("job").get(0))).containsEntry("summary",
					"3 sessions wait for locks of others");
			psql.rollback();
		}
		for (Future<?> order : orders) {
			order.get(20, TimeUnit.SECONDS);
		}
		threads.shutdown();
		await().atMost(LONG).untilAsserted(() -> assertThat(arrived("application")).isEmpty());
		await().atMost(LONG).untilAsserted(() -> assertThat(arrived("job")).isEmpty());
		assertThat(this.http.json("/actuator/dbmonitor/alerts").list("$.recent[*].rule")).contains("blocked-sessions");
	}

	/**
	 * The alerts of one way: the application labels itself, Prometheus what it scrapes.
	 */
	private List<Map<String, Object>> arrived(String label) {
		return this.alertmanager
			.json("/api/v2/alerts?active=true&filter=" + URLEncoder.encode("alertname=DbmonitorBlockedSessions", UTF_8))
			.objects("$[?(@.labels." + label + " == 'shop')]");
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> annotations(Map<String, Object> alert) {
		return (Map<String, Object>) Objects.requireNonNull(alert.get("annotations"));
	}

	@Test
	void everyMetricOfTheRulesAndTheDashboardIsEmitted() throws IOException {
		Set<String> named = new TreeSet<>();
		for (String file : List.of("prometheus/dbmonitor-rules.yml", "grafana/dbmonitor.json")) {
			METRIC.matcher(resource(file)).results().forEach((match) -> named.add(match.group()));
		}
		assertThat(named).hasSizeGreaterThan(40);
		this.shop.order(this.shop.addCustomer(), this.shop.addProduct(100));
		await().atMost(LONG).untilAsserted(() -> {
			Set<String> emitted = new TreeSet<>();
			this.http.get("/actuator/prometheus")
				.body()
				.lines()
				.filter((line) -> !line.startsWith("#"))
				.forEach((line) -> emitted.add(line.replaceAll("[{ ].*", "")));
			assertThat(emitted).containsAll(named);
		});
	}

	@Test
	void everyQueryOfEveryPanelReturnsData() throws IOException {
		Json dashboard = Json.parse(resource("grafana/dbmonitor.json"));
		List<Map<String, Object>> targets = dashboard.objects("$.panels[*].targets[*]");
		assertThat(targets).hasSizeGreaterThan(40);
		this.shop.order(this.shop.addCustomer(), this.shop.addProduct(100));
		for (Map<String, Object> target : targets) {
			String query = String.valueOf(target.get("expr"))
				.replace("$application", "shop")
				.replace("$__rate_interval", "10s");
			await().alias(query).atMost(LONG).untilAsserted(() -> assertThat(result(query)).isNotEmpty());
		}
		assertThat(dashboard.list("$.templating.list[*].name")).containsExactly("datasource", "application");
		assertThat(result("count by (job) (dbmonitor_database_up)")).hasSize(1);
	}

	private List<Map<String, Object>> result(String query) {
		return this.prometheus.json("/api/v1/query?query=" + URLEncoder.encode(query, UTF_8))
			.objects("$.data.result[*]");
	}

	@Test
	void promtoolPassesTheRulesAndTheirCases() throws IOException, InterruptedException {
		Path folder = Path.of("..", "docs", "prometheus");
		for (List<String> command : List.of(List.of("promtool", "check", "rules", "dbmonitor-rules.yml"),
				List.of("promtool", "test", "rules", "dbmonitor-rules-test.yml"))) {
			Process promtool = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
			String output = new String(promtool.getInputStream().readAllBytes(), UTF_8);
			assertThat(promtool.waitFor()).as(output).isZero();
		}
		String cases = Files.readString(folder.resolve("dbmonitor-rules-test.yml"));
		assertThat(Pattern.compile("alert: (\\w+)").matcher(resource("prometheus/dbmonitor-rules.yml")).results())
			.isNotEmpty()
			.allSatisfy((rule) -> assertThat(cases).contains("alertname: " + rule.group(1)));
	}

	private static String resource(String name) throws IOException {
		try (InputStream resource = Objects
			.requireNonNull(AlertmanagerTests.class.getResourceAsStream("/io/dbmonitor/alert/" + name))) {
			return new String(resource.readAllBytes(), UTF_8);
		}
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
