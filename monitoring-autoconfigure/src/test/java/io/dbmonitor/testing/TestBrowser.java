package io.dbmonitor.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A real browser for the tests of a class, a Chromium that is installed; without one,
 * tests that want it are skipped. Whatever a page writes to its console as an error fails
 * the test.
 */
public final class TestBrowser implements BeforeAllCallback, AfterAllCallback {

	private static final List<Path> CHROMIUM = Stream
		.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
				"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
		.map(Path::of)
		.toList();

	private static final List<String> ARGUMENTS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic",
			"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync");

	private final List<String> errors = new ArrayList<>();

	private @Nullable Playwright playwright;

	private @Nullable Browser browser;

	@Override
	public void beforeAll(ExtensionContext context) {
		List<Path> found = CHROMIUM.stream().filter(Files::isExecutable).toList();
		assumeThat(found).as("A Chromium in %s", CHROMIUM).isNotEmpty();
		this.playwright = Playwright
			.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
		this.browser = this.playwright.chromium()
			.launch(new BrowserType.LaunchOptions().setExecutablePath(found.get(0)).setArgs(ARGUMENTS));
	}

	@Override
	public void afterAll(ExtensionContext context) {
		if (this.playwright != null) {
			this.playwright.close();
		}
	}

	/** Open an empty page, as a visitor that nobody knows. */
	public Page page() {
		return page(UnaryOperator.identity());
	}

	/**
	 * Open an empty page.
	 * @param options what the visitor is like
	 */
	public Page page(UnaryOperator<Browser.NewContextOptions> options) {
		BrowserContext context = Objects.requireNonNull(this.browser)
			.newContext(options.apply(new Browser.NewContextOptions().setTimezoneId("Europe/Lisbon")));
		Page page = context.newPage();
		page.onConsoleMessage((message) -> {
			if (message.type().equals("error")) {
				this.errors.add(message.text() + " at " + message.location());
			}
		});
		page.onPageError(this.errors::add);
		return page;
	}

	/** What pages have written to their consoles since the last time, each once. */
	public List<String> errors() {
		List<String> errors = this.errors.stream().distinct().toList();
		this.errors.clear();
		return errors;
	}

	/**
	 * Assert that no page complained: about a script, the policy of its content, or an
	 * answer.
	 */
	public void assertNoErrors() {
		assertThat(errors()).isEmpty();
	}

}
