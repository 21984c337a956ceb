package sample.shop.monitoring;

import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.dbmonitor.testing.TestBrowser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of the shop can be used by anybody: on a phone and a wide screen, in light and
 * dark, by keyboard alone, with a screen reader.
 */
@ShopPageTest
class PageUseTests {

	private static final List<String> VIEWS = List.of("", "queries", "findings", "work", "connections", "sessions",
			"locks", "tables", "indexes", "audit", "audit/bypassed", "audit/verification", "audit/triggers", "alerts");

	@RegisterExtension
	private static final TestBrowser browser = new TestBrowser();

	private final ShopPage shown;

	private final Page page;

	private final UsedShop shop;

	PageUseTests(@LocalServerPort int port, @Autowired UsedShop shop) {
		this.shown = new ShopPage(browser, port, (visitor) -> visitor.setViewportSize(1300, 900));
		this.page = this.shown.page();
		this.shop = shop;
	}

	@BeforeEach
	void useTheShop() throws SQLException {
		this.shop.use(this.shown);
	}

	@AfterEach
	void nothingWasWrong() {
		this.shown.close();
		browser.assertNoErrors();
	}

	@Test
	void everyViewFitsEveryScreen() {
		this.shown.open("");
		for (String view : VIEWS) {
			this.shown.show(view);
			for (int width : List.of(360, 768, 2200)) {
				this.page.setViewportSize(width, 740);
				assertThat((Integer) this.page.evaluate("document.documentElement.scrollWidth"))
					.as("the view '%s'", view)
					.isLessThanOrEqualTo(width);
				if (view.equals("queries") && width == 360) {
					this.shown.screenshot("phone");
				}
			}
		}
	}

	@Test
	void everyViewIsAccessible() {
		this.shown.open("");
		this.page.evaluate(AxeBuilder.getAxeScript());
		for (String view : VIEWS) {
			this.shown.show(view);
			assertAccessibleInAnyLight(view);
		}
		this.shown.show("queries?contains=for+no+key+update");
		this.shown.main().locator("tbody tr").first().getByRole(AriaRole.LINK).click();
		assertThat(this.shown.main().locator(".plan.costly")).isVisible();
		assertAccessibleInAnyLight("queries/{id}");
		this.shown.show("");
		this.page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
		this.shown.screenshot("dark");
	}

	/** Light changes colours only, so in the other it is contrast that is looked at. */
	private void assertAccessibleInAnyLight(String view) {
		show(ColorScheme.LIGHT, "rgb(246, 247, 249)");
		assertAccessible(view, List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa"));
		show(ColorScheme.DARK, "rgb(20, 24, 29)");
		assertAccessible(view, List.of("color-contrast"));
	}

	private void show(ColorScheme light, String background) {
		this.page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(light));
		assertThat(background()).isEqualTo(background);
	}

	private Object background() {
		return this.page.evaluate("getComputedStyle(document.body).backgroundColor");
	}

	/** What axe finds by tags or rules; it is in the page already. */
	private void assertAccessible(String view, List<String> tagsOrRules) {
		assertThat((List<?>) this.page.evaluate("""
				async (tagsOrRules) => (await axe.run({runOnly: tagsOrRules, resultTypes: ['violations']})).violations
				  .map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(' ')}`)""", tagsOrRules))
			.as("the view '%s'", view)
			.isEmpty();
	}

	@Test
	void coloursAreChosenAndKept() {
		this.shown.open("");
		this.shown.button("Colours: system").click();
		this.shown.button("Colours: light").click();
		assertThat(this.page.locator("html")).hasAttribute("data-theme", "dark");
		this.page.reload();
		assertThat(this.page.locator("html")).hasAttribute("data-theme", "dark");
		assertThat(background()).isEqualTo("rgb(20, 24, 29)");
	}

	@Test
	void keyboardIsEnough() {
		this.shown.open("");
		this.page.keyboard().press("Tab");
		assertThat(focused()).isEqualTo("Skip to the content");
		press("Tab", "Queries");
		this.page.keyboard().press("Enter");
		assertThat(this.shown.main().locator("h2")).hasText("Queries");
		assertThat(this.page.evaluate("document.activeElement.tagName")).isEqualTo("MAIN");
		press("Tab", "");
		this.page.keyboard().type("order_line");
		assertThat(this.page).hasURL(Pattern.compile("contains=order_line"));
		press("Tab", "Calls");
		this.page.keyboard().press("Enter");
		assertThat(this.shown.main().locator("th[aria-sort=descending]")).hasText(Pattern.compile("Calls.*"));
		this.page.keyboard().press("Tab");
		for (int i = 0; i < 20 && !((String) this.page.evaluate("document.activeElement.tagName")).equals("A"); i++) {
			this.page.keyboard().press("Tab");
		}
		this.page.keyboard().press("Enter");
		assertThat(this.shown.main().locator(".sql")).isVisible();
	}

	/** Press a key until what has the focus is called so. */
	private void press(String key, String name) {
		for (int i = 0; i < 40; i++) {
			this.page.keyboard().press(key);
			if (focused().equals(name)) {
				return;
			}
		}
		throw new AssertionError("'" + name + "' never had the focus");
	}

	private String focused() {
		return (String) this.page.evaluate("document.activeElement.innerText?.trim() ?? ''");
	}

}
