package io.dbmonitor.endpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.testing.HttpJson;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.RunningApplication;
import io.dbmonitor.testing.TestBrowser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page opens wherever the endpoint is, and nothing of it is anywhere else.
 */
@Proves(area = Proves.Area.SPRING, subject = "Management port, context path, base path, reverse proxy",
		note = "the page and the endpoint, on Spring MVC and Spring WebFlux")
class PageAddressTests {

	private static final String ENDPOINT = "/actuator/dbmonitor";

	/** Both servers are on this class path, each with a management context. */
	private static final String[] MANAGEMENT_PORT = { "management.server.port=0",
			"management.endpoints.web.base-path=/", "spring.main.allow-bean-definition-overriding=true" };

	@RegisterExtension
	private static final TestBrowser browser = new TestBrowser();

	static Stream<Arguments> addresses() {
		return Stream.of("servlet", "reactive")
			.flatMap((type) -> Stream.of(Arguments.of(type, "local.server.port", ENDPOINT, new String[0]),
					Arguments.of(type, "local.server.port", "/shop" + ENDPOINT,
							new String[] { "server.servlet.context-path=/shop", "spring.webflux.base-path=/shop" }),
					Arguments.of(type, "local.server.port", "/manage/db",
							new String[] { "management.endpoints.web.base-path=/manage",
									"management.endpoints.web.path-mapping.dbmonitor=db" }),
					Arguments.of(type, "local.management.port", "/dbmonitor", MANAGEMENT_PORT)));
	}

	@ParameterizedTest
	@MethodSource("addresses")
	void pageOpensWhereverTheEndpointIs(String type, String port, String path, String[] properties) {
		try (RunningApplication application = start(type, properties)) {
			assertOpens("http://localhost:" + application.context().getEnvironment().getRequiredProperty(port) + path);
		}
	}

	@Test
	void pageOpensBehindAProxyThatChangesItsPath() throws IOException {
		try (RunningApplication application = start("servlet")) {
			int port = application.context().getEnvironment().getRequiredProperty("local.server.port", Integer.class);
			HttpServer proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			proxy.createContext("/apps/one/", (exchange) -> forward(exchange, port));
			proxy.start();
			try {
				assertOpens("http://localhost:" + proxy.getAddress().getPort() + "/apps/one" + ENDPOINT);
			}
			finally {
				proxy.stop(0);
			}
		}
	}

	private static void forward(HttpExchange exchange, int port) throws IOException {
		URI uri = exchange.getRequestURI();
		String query = (uri.getRawQuery() != null) ? "?" + uri.getRawQuery() : "";
		HttpRequest request = HttpRequest
			.newBuilder(
					URI.create("http://localhost:" + port + uri.getRawPath().substring("/apps/one".length()) + query))
			.header("Accept", exchange.getRequestHeaders().getFirst("Accept"))
			.build();
		try {
			HttpResponse<byte[]> response = HttpClient.newHttpClient()
				.send(request, HttpResponse.BodyHandlers.ofByteArray());
			response.headers()
				.firstValue("Content-Type")
				.ifPresent((type) -> exchange.getResponseHeaders().set("Content-Type", type));
			exchange.sendResponseHeaders(response.statusCode(), response.body().length);
			exchange.getResponseBody().write(response.body());
			exchange.close();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
	}

	private static void assertOpens(String address) {
		Page page = browser.page();
		List<String> requests = new ArrayList<>();
		List<Integer> statuses = new ArrayList<>();
		page.onRequest((Request request) -> requests.add(request.url()));
		page.onResponse((Response response) -> statuses.add(response.status()));
		page.navigate(address);
		assertThat(page.locator("main h2")).hasText("Overview");
		assertThat(page.locator("main section.card").first()).containsText("H2");
		page.navigate(address + "#/queries");
		assertThat(page.locator("main h2")).hasText("Queries");
		assertThat(page.locator("main .loading")).hasCount(0);
		assertThat(page.locator(".failure")).hasCount(0);
		page.context().close();
		browser.assertNoErrors();
		assertThat(requests).isNotEmpty()
			.allSatisfy((request) -> assertThat(URI.create(request).toString()).startsWith(address));
		assertThat(statuses).containsOnly(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void nothingOfThePageIsAnywhereElse(String type) {
		try (RunningApplication application = start(type)) {
			HttpJson http = application.http();
			assertThat(http.get(ENDPOINT, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8").body())
				.startsWith("<!DOCTYPE html>")
				.contains("default-src 'none'; script-src 'self'")
				.doesNotContain("${");
			assertThat(http.get(ENDPOINT, "Accept", "*/*").body()).startsWith("{");
			assertThat(http.get(ENDPOINT).body()).startsWith("{");
			assertThat(List.of("/webjars/preact/10.27.0/dist/preact.module.js", "/io/dbmonitor/endpoint/page/app.js",
					"/app.js", "/assets/app.js", ENDPOINT + "/assets", ENDPOINT + "/assets/index.html",
					ENDPOINT + "/assets/Page.class", ENDPOINT + "/assets/x/app.js",
					ENDPOINT + "/assets/..%2fPage.class", ENDPOINT + "/assets/preact.LICENSE"))
				.allSatisfy((path) -> assertThat(http.get(path).statusCode()).as(path).isBetween(400, 499));
			Map<String, String> types = Map.of("app.js", "text/javascript", "page.css", "text/css", "icon.svg",
					"image/svg+xml");
			types.forEach((name, expected) -> {
				HttpResponse<String> asset = http.get(ENDPOINT + "/assets/" + name, "Accept", "*/*");
				assertThat(asset.statusCode()).isEqualTo(200);
				assertThat(asset.headers().firstValue("Content-Type").orElse("")).startsWith(expected);
			});
		}
		try (RunningApplication application = start(type, "management.endpoints.web.exposure.include=health")) {
			assertThat(application.http().get(ENDPOINT, "Accept", "text/html").statusCode()).isEqualTo(404);
			assertThat(application.http().get(ENDPOINT + "/assets/app.js").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void allFilesOfThePageAreHandedOutAndNoOthers() throws IOException {
		List<String> files;
		try (Stream<Path> folder = Files.list(Path.of("target/classes/io/dbmonitor/endpoint/page"))) {
			files = folder.map((file) -> file.getFileName().toString())
				.filter((name) -> name.matches(".*\\.(js|css|svg)"))
				.toList();
		}
		io.dbmonitor.endpoint.page.Page page = new io.dbmonitor.endpoint.page.Page("dbmonitor", false);
		assertThat(files).isNotEmpty()
			.allSatisfy((name) -> assertThat(page.asset(name).orElseThrow().exists()).as(name).isTrue());
		assertThat(files.stream().mapToLong((name) -> length(page, name)).sum() + page.html(null).length())
			.as("Bytes of the page's first load")
			.isLessThan(300_000);
	}

	private static long length(io.dbmonitor.endpoint.page.Page page, String name) {
		try {
			return page.asset(name).orElseThrow().contentLength();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static RunningApplication start(String type, String... properties) {
		return RunningApplication.start(JpaApplication.class,
				Stream
					.concat(Stream.of("spring.main.web-application-type=" + type,
							"spring.datasource.url=jdbc:h2:mem:page", "spring.jpa.hibernate.ddl-auto=create"),
							Stream.of(properties))
					.toArray(String[]::new));
	}

}
