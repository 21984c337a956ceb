package io.dbmonitor.endpoint;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.testing.RunningApplication;
import io.dbmonitor.testing.TestBrowser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The page asks again and again, but neither in vain nor more than the application can
 * bear. The browser's clock is the test's.
 */
class PagePollingTests {

	/**
	 * Counts what the view asks for, and has it take as long, or fail, as the test wants.
	 */
	private static final String COUNT = """
			window.asked = 0;
			const ask = window.fetch;
			window.fetch = async (url, ...options) => {
			  if (!String(url).includes('/queries')) {
			    return ask(url, ...options);
			  }
			  window.asked++;
			  if (window.isGone) {
			    throw new TypeError('Nobody is there');
			  }
			  if (window.slowness) {
			    await new Promise((done) => setTimeout(done, window.slowness));
			  }
			  return ask(url, ...options);
			};
			""";

	private static final int MINUTE = 60_000;

	@RegisterExtension
	private static final TestBrowser browser = new TestBrowser();

	private static RunningApplication application;

	private final Page page = browser.page();

	@BeforeAll
	static void start() {
		application = RunningApplication.start(JpaApplication.class, "spring.datasource.url=jdbc:h2:mem:polling",
				"spring.jpa.hibernate.ddl-auto=create");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@AfterEach
	void close() {
		this.page.context().close();
		browser.errors();
	}

	private void open() {
		this.page.clock().install();
		this.page.addInitScript(COUNT);
		this.page.navigate("http://localhost:" + application.context().getEnvironment().getProperty("local.server.port")
				+ "/actuator/dbmonitor#/queries");
		assertThat(this.page.locator("main tbody tr").first()).isVisible();
	}

	@Test
	void pauseStopsAskingAndSoDoesAHiddenTab() {
		open();
		assertAsksAgain();
		pause();
		assertAsksNothing(5 * MINUTE);
		pause();
		assertAsksAgain();
		hide(true);
		assertAsksNothing(5 * MINUTE);
		hide(false);
		assertAsksAgain();
	}

	@Test
	void slowAnswersAreAskedForLessOften() {
		open();
		this.page.evaluate("window.slowness = 4000");
		assertAsksAgain();
		this.page.waitForResponse((response) -> response.url().contains("/queries"),
				() -> this.page.clock().runFor(4000));
		// At most a tenth of the time is spent on answers of four seconds
		assertAsksNothing(30_000);
		assertAsksAgain();
	}

	@Test
	void failuresAreFollowedByLongerAndLongerPauses() {
		open();
		this.page.evaluate("window.isGone = true");
		int before = asked();
		this.page.clock().runFor(10 * MINUTE);
		// Every five seconds it would be more than a hundred, once a minute is the least
		assertThat(asked() - before).isBetween(10, 16);
		assertThat(this.page.locator("main .stale")).containsText("The application does not answer");
	}

	private int asked() {
		return (Integer) this.page.evaluate("window.asked");
	}

	private void assertAsksAgain() {
		int before = asked();
		await().untilAsserted(() -> {
			this.page.clock().runFor(5000);
			assertThat(asked()).isGreaterThan(before);
		});
	}

	private void assertAsksNothing(int millis) {
		// What was asked before is answered first
		this.page.waitForLoadState(LoadState.NETWORKIDLE);
		int before = asked();
		this.page.clock().runFor(millis);
		assertThat(asked()).isEqualTo(before);
	}

	private void pause() {
		this.page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Pause").setExact(true)).click();
	}

	private void hide(boolean hidden) {
		this.page.evaluate("""
				(hidden) => {
				  Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});
				  document.dispatchEvent(new Event('visibilitychange'));
				}""", hidden);
	}

}
