package io.dbmonitor.endpoint;

import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.testing.RunningApplication;
import io.dbmonitor.testing.TestBrowser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.jdbc.core.JdbcTemplate;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page is there at once, and with a thousand statements in it keeps the browser's
 * thread free. Measures, so it runs alone.
 */
@Tag("alone")
class PageSpeedTests {

	private static final int REFRESHES = 4;

	@RegisterExtension
	private static final TestBrowser browser = new TestBrowser();

	private static RunningApplication application;

	private static String address;

	@BeforeAll
	static void start() {
		application = RunningApplication.start(JpaApplication.class, "spring.datasource.url=jdbc:h2:mem:speed",
				"spring.jpa.hibernate.ddl-auto=create");
		address = "http://localhost:" + application.context().getEnvironment().getProperty("local.server.port")
				+ "/actuator/dbmonitor";
		JdbcTemplate jdbc = application.bean(JdbcTemplate.class);
		IntStream.range(0, 1000).forEach((i) -> jdbc.queryForList("select 1 as column_" + i));
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void firstLoadTakesLessThanASecond() {
		double best = Double.MAX_VALUE;
		for (int i = 0; i < 5; i++) {
			Page page = browser.page();
			page.navigate(address);
			assertThat(page.locator("main section.card").first()).isVisible();
			best = Math.min(best, ((Number) page.evaluate("""
					Math.max(performance.getEntriesByType('navigation')[0].loadEventEnd,
						...performance.getEntriesByType('resource').map((each) => each.responseEnd))"""))
				.doubleValue());
			page.context().close();
		}
		assertThat(best).as("Milliseconds until all that the first view needs has come").isLessThan(1000);
	}

	@Test
	void refreshLeavesTheBrowserItsThread() {
		Page page = browser.page();
		page.navigate(address + "#/queries?limit=1000");
		assertThat(page.locator("table")).hasAttribute("aria-rowcount", Pattern.compile("100\\d|1001"));
		CDPSession session = page.context().newCDPSession(page);
		JsonObject cpuTime = new JsonObject();
		cpuTime.addProperty("timeDomain", "threadTicks");
		session.send("Performance.enable", cpuTime);
		double before = taskSeconds(session);
		for (int i = 0; i < REFRESHES; i++) {
			page.waitForResponse((response) -> response.url().contains("/queries"), () -> {
			});
		}
		// What came last is drawn too
		page.waitForFunction("() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(true))))");
		double perRefresh = (taskSeconds(session) - before) / REFRESHES;
		assertThat(1000 * perRefresh).as("Milliseconds of the main thread for each refresh").isLessThan(50);
		page.context().close();
	}

	private static double taskSeconds(CDPSession session) {
		return StreamSupport
			.stream(session.send("Performance.getMetrics").getAsJsonArray("metrics").spliterator(), false)
			.map(JsonObject.class::cast)
			.filter((metric) -> metric.get("name").getAsString().equals("TaskDuration"))
			.mapToDouble((metric) -> metric.get("value").getAsDouble())
			.findFirst()
			.orElseThrow();
	}

}
