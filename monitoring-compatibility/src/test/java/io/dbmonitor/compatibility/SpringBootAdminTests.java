package io.dbmonitor.compatibility;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.Proves.Area;
import io.dbmonitor.testing.RunningApplication;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The client of Spring Boot Admin registers the application, and where it leads the
 * endpoint is listed and answers as ever.
 */
@PostgresTest
@Proves(area = Area.SPRING, subject = "Spring Boot Admin's client",
		note = "the endpoint, where the client says the actuator is")
class SpringBootAdminTests {

	private final List<Json> registrations = new CopyOnWriteArrayList<>();

	@Test
	void endpointIsWhereTheClientLeads(PostgresDatabase database) throws IOException {
		HttpServer admin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		admin.createContext("/instances", this::register);
		admin.start();
		try (RunningApplication application = RunningApplication.start(PlainApplication.class,
				Libraries.quiet(database.dataSourceProperties(), "spring.boot.admin.client.enabled=true",
						"management.endpoints.web.exposure.include=health,dbmonitor",
						"spring.boot.admin.client.url=http://localhost:" + admin.getAddress().getPort(),
						"spring.boot.admin.client.instance.service-host-type=ip"))) {
			await().untilAsserted(() -> assertThat(this.registrations).isNotEmpty());
			String management = this.registrations.get(0).string("$.managementUrl");
			assertThat(management).endsWith("/actuator");
			assertThat(application.http().json("/actuator").string("$._links.dbmonitor.href"))
				.endsWith("/actuator/dbmonitor");
			// As the server asks
			HttpResponse<String> answer = application.http()
				.get("/actuator/dbmonitor", "Accept",
						"application/vnd.spring-boot.actuator.v3+json, application/vnd.spring-boot.actuator.v2+json,"
								+ " application/json");
			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(Json.parse(answer.body()).list("$.dataSources[*].name")).containsExactly("dataSource");
		}
		finally {
			admin.stop(0);
		}
	}

	private void register(HttpExchange exchange) throws IOException {
		try (exchange) {
			if (exchange.getRequestMethod().equals("POST")) {
				this.registrations.add(Json.parse(new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
			}
			byte[] answer = "{\"id\":\"one\"}".getBytes(UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(201, answer.length);
			exchange.getResponseBody().write(answer);
		}
	}

}
