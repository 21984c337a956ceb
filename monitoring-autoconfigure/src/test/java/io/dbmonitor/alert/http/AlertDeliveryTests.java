package io.dbmonitor.alert.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dbmonitor.alert.Alert;
import io.dbmonitor.alert.AlertChange;
import io.dbmonitor.alert.AlertNotifier;
import io.dbmonitor.alert.AlertReading;
import io.dbmonitor.alert.AlertRule;
import io.dbmonitor.alert.AlertSettings;
import io.dbmonitor.alert.AlertSeverity;
import io.dbmonitor.alert.AlertSource;
import io.dbmonitor.alert.AlertState;
import io.dbmonitor.alert.AlertTiming;
import io.dbmonitor.alert.AlertWatch;
import io.dbmonitor.alert.Alerts;
import io.dbmonitor.alert.Delivery;
import io.dbmonitor.alert.DeliverySettings;
import io.dbmonitor.alert.Silences;
import io.dbmonitor.alert.Threshold;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.testing.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Alerts are told over HTTP, whatever the other side does: who does not take them delays
 * nothing else, and is counted.
 */
class AlertDeliveryTests {

	private static final Duration TIMEOUT = Duration.ofMillis(200);

	private static final AlertSource SOURCE = new AlertSource("shop", "host-1");

	private static final AlertTiming TIMING = new AlertTiming(Duration.ofMillis(20), Duration.ZERO, 10);

	private static final DeliverySettings SETTINGS = new DeliverySettings(3, Duration.ofMillis(20), 5);

	private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();

	private final List<Instant> evaluations = new ArrayList<>();

	private final CountDownLatch end = new CountDownLatch(1);

	private final Silences silences = new Silences(List.of(), InstantSource.system());

	private volatile double value = 1;

	private volatile Supplier<Map<String, Object>> evidence = () -> Map.of("trees", List.of(Map.of("who",
			"GET /report <now>", "stack", List.of("a", "b"), "waiting", List.of(Map.of("who", "POST /orders")))));

	private volatile Behaviour behaviour = Behaviour.ACCEPT;

	/** Where nobody is answered. */
	private volatile String hanging = "nowhere";

	private final Alerts alerts = new Alerts(
			() -> List.of(AlertRule.of("lock-wait",
					new AlertSettings(AlertSeverity.WARNING, Threshold.above(0), Duration.ZERO), this::read)),
			TIMING, this.silences, InstantSource.system(), new Faults());

	private HttpServer server;

	private AlertWatch watch = watch();

	enum Behaviour {

		ACCEPT, HANG, HANG_IN_THE_BODY, ERROR, CLOSE

	}

	private record Request(String path, Map<String, List<String>> headers, String body) {

		Json json() {
			return Json.parse(this.body);
		}

	}

	@BeforeEach
	void startServer() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
		this.server.createContext("/", this::handle);
		this.server.setExecutor((task) -> {
			Thread thread = new Thread(task);
			thread.setDaemon(true);
			thread.start();
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.watch.stop();
		this.end.countDown();
		this.server.stop(0);
	}

	private void handle(HttpExchange exchange) throws IOException {
		this.requests.add(new Request(exchange.getRequestURI().getPath(), exchange.getRequestHeaders(),
				new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
		if (exchange.getRequestURI().getPath().startsWith(this.hanging)) {
			awaitEnd();
		}
		switch (this.behaviour) {
			case ACCEPT -> exchange.sendResponseHeaders(200, -1);
			case ERROR -> exchange.sendResponseHeaders(500, -1);
			case HANG -> awaitEnd();
			case HANG_IN_THE_BODY -> {
				exchange.sendResponseHeaders(200, 1000);
				exchange.getResponseBody().write(1);
				exchange.getResponseBody().flush();
				awaitEnd();
			}
			case CLOSE -> throw new IOException("closed without an answer");
		}
		exchange.close();
	}

	private void awaitEnd() {
		try {
			assertThat(this.end.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private List<AlertReading> read(Instant now) {
		synchronized (this.evaluations) {
			this.evaluations.add(now);
		}
		return List.of(new AlertReading(Map.of("datasource", "orders"), this.value,
				"A session has been waiting for 61 s", this.evidence));
	}

	private int evaluations() {
		synchronized (this.evaluations) {
			return this.evaluations.size();
		}
	}

	private URI uri(String path) {
		return URI.create("http://localhost:" + this.server.getAddress().getPort() + path);
	}

	private void start(AlertNotifier... notifiers) {
		this.watch = watch(notifiers);
		this.watch.start();
	}

	private AlertWatch watch(AlertNotifier... notifiers) {
		Delivery<AlertChange> events = Delivery.events((event) -> {
		}, SETTINGS);
		return new AlertWatch(this.alerts, TIMING, events,
				List.of(notifiers).stream().map((notifier) -> Delivery.to(notifier, SETTINGS, this.alerts)).toList(),
				new Faults());
	}

	private Delivery<?> delivery(String name) {
		return this.watch.deliveries().stream().filter((each) -> each.name().equals(name)).findFirst().orElseThrow();
	}

	private Request next() throws InterruptedException {
		Request request = this.requests.poll(10, TimeUnit.SECONDS);
		assertThat(request).isNotNull();
		return request;
	}

	private WebhookNotifier webhook(WebhookFormat format, @Nullable String secret) {
		return new WebhookNotifier(uri("/hook"), format, Map.of("Authorization", "Bearer token-of-this-test"), secret,
				() -> SOURCE, TIMEOUT);
	}

	@Test
	void webhookGetsWhatFiresAndResolves() throws Exception {
		start(webhook(WebhookFormat.JSON, "key-of-this-test"));
		Request fires = next();
		assertThat(fires.path()).isEqualTo("/hook");
		assertThat(fires.headers()).containsEntry("Authorization", List.of("Bearer token-of-this-test"));
		Json json = fires.json();
		assertThat(json.string("$.state")).isEqualTo("FIRING");
		assertThat(json.string("$.rule")).isEqualTo("lock-wait");
		assertThat(json.string("$.severity")).isEqualTo("warning");
		assertThat(json.string("$.source.application")).isEqualTo("shop");
		assertThat(json.string("$.source.instance")).isEqualTo("host-1");
		assertThat(json.string("$.since").length()).isLessThanOrEqualTo("2026-01-01T00:00:00.000Z".length());
		assertThat(json.string("$.labels.datasource")).isEqualTo("orders");
		assertThat(json.string("$.summary")).isEqualTo("A session has been waiting for 61 s");
		assertThat(json.number("$.value")).isEqualTo(1);
		assertThat(json.string("$.threshold")).isEqualTo("above 0");
		assertThat(json.string("$.evidence.trees[0].waiting[0].who")).isEqualTo("POST /orders");
		assertThat(json.list("$.evidence.trees[0].stack")).containsExactly("a", "b");
		assertThat(Instant.parse(json.string("$.since"))).isBeforeOrEqualTo(Instant.now());
		this.value = 0;
		Request resolves = next();
		assertThat(resolves.json().string("$.state")).isEqualTo("RESOLVED");
		assertThat(Instant.parse(resolves.json().string("$.resolvedAt"))).isBeforeOrEqualTo(Instant.now());
		assertThat(this.requests).isEmpty();
	}

	@Test
	void signatureIsThatOfTheBody() throws Exception {
		start(webhook(WebhookFormat.JSON, "key-of-this-test"));
		Request request = next();
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec("key-of-this-test".getBytes(UTF_8), "HmacSHA256"));
		String expected = HexFormat.of().formatHex(mac.doFinal(request.body().getBytes(UTF_8)));
		assertThat(request.headers().get("X-dbmonitor-signature")).containsExactly("sha256=" + expected);
	}

	@Test
	void slackGetsAText() throws Exception {
		start(webhook(WebhookFormat.SLACK, null));
		Request request = next();
		assertThat(request.json().string("$.text")).startsWith("*FIRING warning lock-wait (datasource=orders)*\n")
			.containsPattern("\nA session has been waiting for 61 s, above 0, since [-0-9]+T[0-9]+:[0-9]+:[0-9]+Z, "
					+ "shop on host-1\n> GET /report &lt;now&gt;\n>   waits: POST /orders");
		assertThat(request.headers()).doesNotContainKey("X-dbmonitor-signature");
	}

	@Test
	void alertmanagerIsToldAgainAndAgainUntilItIsOver() throws Exception {
		start(new AlertmanagerNotifier(List.of(uri("/"), uri("/second/")), Map.of(), () -> SOURCE,
				Map.of("team", "orders", "instance", "by-label"), Duration.ofMillis(100), TIMEOUT,
				InstantSource.system()));
		for (int i = 0; i < 3; i++) {
			Request request = next();
			assertThat(List.of(request.path(), next().path())).containsExactlyInAnyOrder("/api/v2/alerts",
					"/second/api/v2/alerts");
			Json json = request.json();
			assertThat(json.string("$[0].labels.alertname")).isEqualTo("DbmonitorLockWait");
			assertThat(json.string("$[0].labels.application")).isEqualTo("shop");
			assertThat(json.string("$[0].labels.instance")).isEqualTo("by-label");
			assertThat(json.string("$[0].labels.team")).isEqualTo("orders");
			assertThat(json.string("$[0].labels.datasource")).isEqualTo("orders");
			assertThat(json.string("$[0].labels.severity")).isEqualTo("warning");
			assertThat(json.string("$[0].annotations.evidence")).isEqualTo("GET /report <now>\n  waits: POST /orders");
			assertThat(Instant.parse(json.string("$[0].endsAt"))).isAfter(Instant.parse(json.string("$[0].startsAt")));
		}
		this.value = 0;
		await().until(() -> Instant.parse(next().json().string("$[0].endsAt")).isBefore(Instant.now()));
		await().until(() -> {
			this.requests.clear();
			return this.requests.poll(500, TimeUnit.MILLISECONDS) == null;
		});
	}

	@Test
	void annotationsWithoutATextAreLeftOut() throws Exception {
		this.evidence = Map::of;
		start(new AlertmanagerNotifier(List.of(uri("/")), Map.of(), () -> SOURCE, Map.of(), Duration.ofDays(1), TIMEOUT,
				InstantSource.system()));
		assertThat(next().json().objects("$[*].annotations")).singleElement()
			.satisfies((annotations) -> assertThat(annotations).containsOnlyKeys("summary"));
	}

	@Test
	void memberThatHangsDelaysNoOther() throws Exception {
		this.hanging = "/second/";
		start(new AlertmanagerNotifier(List.of(uri("/second/"), uri("/")), Map.of(), () -> SOURCE, Map.of(),
				Duration.ofDays(1), Duration.ofMinutes(1), InstantSource.system()));
		await().until(() -> delivery("alertmanager").delivered() == 1);
		this.value = 0;
		await().until(() -> delivery("alertmanager").delivered() == 2);
		assertThat(delivery("alertmanager").failed()).isZero();
		assertThat(this.requests).extracting(Request::path)
			.containsExactlyInAnyOrder("/api/v2/alerts", "/second/api/v2/alerts", "/api/v2/alerts",
					"/second/api/v2/alerts");
	}

	@ParameterizedTest
	@EnumSource(names = "ACCEPT", mode = EnumSource.Mode.EXCLUDE)
	@ExtendWith(OutputCaptureExtension.class)
	void failureTellsNoSecret(Behaviour behaviour, CapturedOutput output) {
		this.behaviour = behaviour;
		start(webhook(WebhookFormat.JSON, "key-of-this-test"));
		await().until(() -> delivery("webhook").failed() == 1);
		assertThat(output)
			.contains("An alert could not be told by 'webhook', after 3 attempts: "
					+ "FIRING warning lock-wait (datasource=orders): ")
			.doesNotContain("token-of-this-test", "key-of-this-test");
	}

	@ParameterizedTest
	@EnumSource(names = "ACCEPT", mode = EnumSource.Mode.EXCLUDE)
	void whoDoesNotTakeItDelaysNobodyAndIsCounted(Behaviour behaviour) throws Exception {
		this.behaviour = behaviour;
		BlockingQueue<Alert> others = new LinkedBlockingQueue<>();
		start(webhook(WebhookFormat.JSON, null), notifier("other", others::add));
		assertThat(others.poll(5, TimeUnit.SECONDS)).isNotNull();
		this.value = 0;
		Alert resolved = others.poll(5, TimeUnit.SECONDS);
		assertThat(resolved).isNotNull();
		// A webhook that hangs is still at its first alert
		assertThat(delivery("webhook").failed()).isLessThan(behaviour.name().startsWith("HANG") ? 1 : 3);
		assertThat(resolved.state()).isEqualTo(AlertState.RESOLVED);
		int before = evaluations();
		await().atMost(Duration.ofSeconds(2)).until(() -> evaluations() >= before + 5);
		await().atMost(Duration.ofSeconds(10)).until(() -> delivery("webhook").failed() == 2);
		assertThat(this.requests).hasSizeBetween(6, 7);
		assertThat(delivery("webhook").delivered()).isZero();
		assertThat(delivery("other").delivered()).isEqualTo(2);
		this.behaviour = Behaviour.ACCEPT;
		this.value = 1;
		await().until(() -> delivery("webhook").delivered() == 1);
	}

	@Test
	void whatFailsOnceIsTriedAgain() throws Exception {
		this.behaviour = Behaviour.ERROR;
		start(webhook(WebhookFormat.JSON, null));
		next();
		this.behaviour = Behaviour.ACCEPT;
		await().until(() -> delivery("webhook").delivered() == 1);
		assertThat(delivery("webhook").failed()).isZero();
	}

	@Test
	void oldestAreDroppedWhereTooManyWait() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		BlockingQueue<Alert> taken = new LinkedBlockingQueue<>();
		start(notifier("slow", (alert) -> {
			taken.add(alert);
			go.await();
		}));
		await().until(() -> !taken.isEmpty());
		for (int i = 0; i < 10; i++) {
			int resolved = this.alerts.resolved().size();
			this.value = 0;
			await().until(() -> this.alerts.firing().isEmpty());
			this.value = 1;
			await().until(() -> this.alerts.firing().size() == 1);
			assertThat(this.alerts.resolved()).hasSize(Math.min(10, resolved + 1));
		}
		assertThat(delivery("slow").dropped()).isEqualTo(15);
		go.countDown();
		await().until(() -> taken.size() == 6);
		assertThat(taken).last().satisfies((alert) -> assertThat(alert.state()).isEqualTo(AlertState.FIRING));
	}

	@Test
	void notifierThatThrowsWhateverItLikesIsAskedAgain() {
		AtomicInteger calls = new AtomicInteger();
		start(notifier("odd", (alert) -> {
			switch (calls.incrementAndGet()) {
				case 1 -> throw new InterruptedException("on purpose");
				case 2 -> {
					Thread.currentThread().interrupt();
					throw new AssertionError("on purpose");
				}
				default -> Thread.currentThread().interrupt();
			}
		}));
		await().until(() -> delivery("odd").delivered() == 1);
		assertThat(calls).hasValue(3);
		await().during(Duration.ofMillis(200))
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.anyMatch((thread) -> thread.getName().equals("dbmonitor-alerts-odd")));
	}

	@Test
	void stopWaitsForNobody() {
		this.behaviour = Behaviour.HANG;
		start(webhook(WebhookFormat.JSON, null));
		await().until(() -> !this.requests.isEmpty());
		long started = System.nanoTime();
		this.watch.stop();
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(1));
		await().atMost(Duration.ofSeconds(2))
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().equals("dbmonitor-alerts-webhook")));
	}

	private static AlertNotifier notifier(String name, Sending sending) {
		return new AlertNotifier() {

			@Override
			public String name() {
				return name;
			}

			@Override
			public void send(Alert alert) throws Exception {
				sending.send(alert);
			}

		};
	}

	@FunctionalInterface
	private interface Sending {

		void send(Alert alert) throws Exception;

	}

}
