package io.dbmonitor.compatibility;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.Proves.Area;
import io.dbmonitor.testing.RunningApplication;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The meters arrive where OTLP sends them, under their names.
 */
@PostgresTest
@Proves(area = Area.EXPORT, subject = "OTLP",
		note = "all meters, under their own names, with their tags; Spring Boot 4 takes `spring-boot-opentelemetry` for it")
class OtlpTests {

	private final Map<String, Metric> received = new ConcurrentHashMap<>();

	private HttpServer receiver;

	@BeforeEach
	void receive() throws IOException {
		this.receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.receiver.createContext("/v1/metrics", this::receive);
		this.receiver.start();
	}

	@AfterEach
	void stop() {
		this.receiver.stop(0);
	}

	private void receive(HttpExchange exchange) throws IOException {
		try (exchange; InputStream body = body(exchange)) {
			metrics(ExportMetricsServiceRequest.parseFrom(body))
				.forEach((metric) -> this.received.put(metric.getName(), metric));
			byte[] answer = ExportMetricsServiceResponse.getDefaultInstance().toByteArray();
			exchange.sendResponseHeaders(200, (answer.length > 0) ? answer.length : -1);
		}
	}

	private static InputStream body(HttpExchange exchange) {
		try {
			return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
					? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<Metric> metrics(ExportMetricsServiceRequest request) {
		return request.getResourceMetricsList()
			.stream()
			.flatMap((resource) -> resource.getScopeMetricsList().stream())
			.flatMap((scope) -> scope.getMetricsList().stream());
	}

	@Test
	void metersArriveUnderTheirNames(PostgresDatabase database) {
		try (RunningApplication application = RunningApplication.start(PlainApplication.class,
				Libraries.quiet(database.dataSourceProperties(), "management.otlp.metrics.export.enabled=true",
						"management.otlp.metrics.export.step=1s", "management.otlp.metrics.export.url=http://localhost:"
								+ this.receiver.getAddress().getPort() + "/v1/metrics"))) {
			application.bean(JdbcTemplate.class).queryForList("select 1");
			// What stands beside a timer as its maximum is the registry's own
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(own(this.received.keySet().stream())).hasSizeGreaterThan(40)
					.containsAll(own(application.bean(MeterRegistry.class)
						.getMeters()
						.stream()
						.map((meter) -> meter.getId().getName()))));
			assertThat(received("dbmonitor.database.up").getGauge().getDataPoints(0).getAsDouble()).isEqualTo(1);
			Metric duration = received("db.client.operation.duration");
			assertThat(duration.getHistogram().getDataPointsList()).isNotEmpty()
				.allSatisfy((point) -> assertThat(point.getAttributesList()).extracting(KeyValue::getKey)
					.containsExactlyInAnyOrder("datasource", "db.system.name", "db.operation.name", "error.type"));
		}
	}

	private Metric received(String name) {
		return Objects.requireNonNull(this.received.get(name));
	}

	private static Set<String> own(Stream<String> names) {
		return names.filter((name) -> name.startsWith("dbmonitor.") || name.startsWith("db.client."))
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
