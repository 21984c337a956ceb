package sample.shop.monitoring;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.dbmonitor.testing.HttpJson;
import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.TestBrowser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * The page of the shop as a visitor has it open, and what the endpoint answers others.
 */
final class ShopPage implements AutoCloseable {

	private final Page page;

	private final HttpJson http;

	private final String address;

	/**
	 * Open an empty page.
	 * @param port the shop's
	 * @param options what the visitor is like
	 */
	ShopPage(TestBrowser browser, int port, UnaryOperator<Browser.NewContextOptions> options) {
		this.page = browser.page(options);
		this.http = new HttpJson(port);
		this.address = "http://localhost:" + port + "/actuator/dbmonitor";
	}

	Page page() {
		return this.page;
	}

	/** The page's own address. */
	String address() {
		return this.address;
	}

	/** Load the page anew. */
	void open(String view) {
		this.page.navigate("about:blank");
		this.page.navigate(this.address + "#/" + view);
		assertShows();
	}

	/** Go to another view of the page that is open. */
	void show(String view) {
		if (!this.page.evaluate("location.hash").equals("#/" + view)) {
			this.page.evaluate("document.querySelector('main h2').dataset.left = 'yes'");
			this.page.evaluate("(view) => location.hash = '#/' + view", view);
			assertThat(this.page.locator("main h2[data-left]")).hasCount(0);
		}
		assertShows();
	}

	private void assertShows() {
		assertThat(main().locator("h2")).isVisible();
		assertThat(main().locator(".loading")).hasCount(0);
		assertThat(this.page.locator(".failure")).hasCount(0);
	}

	Locator main() {
		return this.page.locator("main");
	}

	/** The button that is called so. */
	Locator button(String name) {
		return this.page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
	}

	/** What is asked before something is ended. */
	Locator question() {
		return this.page.getByRole(AriaRole.DIALOG);
	}

	Locator notice() {
		return this.page.locator(".notice");
	}

	/** What the endpoint answers others. */
	Json json(String path) {
		return this.http.json("/actuator/dbmonitor" + (path.isEmpty() ? "" : "/" + path));
	}

	List<String> texts(String path, String expression) {
		return json(path).list(expression).stream().map(String::valueOf).toList();
	}

	void screenshot(String name) {
		String folder = System.getProperty("dbmonitor.test.screenshots", "target/screenshots");
		this.page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(folder, name + ".png")));
	}

	@Override
	public void close() {
		this.page.context().close();
	}

}
