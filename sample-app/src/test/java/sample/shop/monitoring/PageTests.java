package sample.shop.monitoring;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import com.zaxxer.hikari.HikariDataSource;
import io.dbmonitor.testing.HttpJson;
import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.TestBrowser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sample.shop.ShopTest;
import sample.shop.TestShop;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The page of the shop in a real browser: what it shows is what the endpoint says, and it
 * can be used on a phone, in the dark, and by keyboard alone.
 */
@Tag("browser")
@ShopTest
@TestPropertySource(properties = { "dbmonitor.database.interval=200ms", "dbmonitor.database.heavy-interval=1s",
		"dbmonitor.connection.interval=200ms", "dbmonitor.history.interval=500ms", "dbmonitor.alert.interval=200ms",
		"dbmonitor.alert.resolve-after=0s", "dbmonitor.alert.rules.blocked-sessions.threshold=0",
		"dbmonitor.alert.rules.blocked-sessions.for=0s", "dbmonitor.session.control=true",
		"management.endpoint.dbmonitor.access=unrestricted", "dbmonitor.audit.store=jdbc",
		"dbmonitor.audit.jdbc.initialize-schema=always", "dbmonitor.audit.triggers.enabled=true",
		"dbmonitor.audit.triggers.initialize-schema=always", "dbmonitor.audit.triggers.interval=200ms",
		"dbmonitor.audit.triggers.patience=0s", "dbmonitor.audit.jdbc.seal.enabled=true" })
class PageTests {

	private static final List<String> VIEWS = List.of("", "queries", "findings", "work", "connections", "sessions",
			"locks", "tables", "indexes", "audit", "audit/bypassed", "audit/verification", "audit/triggers", "alerts");

	private static final ExecutorService THREADS = Executors.newCachedThreadPool();

	private static TestBrowser browser;

	private static boolean busy;

	private final int port;

	private final HttpJson http;

	private final TestShop shop;

	private final HikariDataSource dataSource;

	private Page page;

	PageTests(@LocalServerPort int port, @Autowired TestShop shop, @Autowired HikariDataSource dataSource) {
		this.port = port;
		this.http = new HttpJson(port);
		this.shop = shop;
		this.dataSource = dataSource;
		this.page = browser.page((options) -> options.setViewportSize(1300, 900).setHttpCredentials("bob", "bob"));
	}

	@BeforeAll
	static void start() {
		browser = TestBrowser.start();
	}

	@AfterAll
	static void stop() {
		browser.close();
		THREADS.shutdownNow();
	}

	@BeforeEach
	void useTheShop() throws SQLException {
		if (busy) {
			return;
		}
		busy = true;
		long product = this.shop.addProduct(1000);
		long customer = this.shop.addCustomer();
		for (int i = 0; i < 8; i++) {
			order(customer, product);
		}
		for (int i = 0; i < 3; i++) {
			this.shop.alice().get().uri("/orders").exchange().expectStatus().isOk();
		}
		this.shop.bob().put().uri("/products/" + product + "/price?price=12").exchange().expectStatus().isOk();
		try (Connection psql = connect(); Statement statement = psql.createStatement()) {
			statement.executeUpdate("update customer set city = 'Faro' where id = " + customer);
		}
		await().untilAsserted(() -> assertThat(json("audit/bypassed").objects("$.changeSets[*]")).isNotEmpty());
		await().untilAsserted(() -> assertThat(json("tables").objects("$.dataSources[*].tables[*]")).isNotEmpty());
	}

	@AfterEach
	void nothingWasWrong() {
		this.page.context().close();
		browser.assertNoErrors();
	}

	private void order(long customer, long product) {
		this.shop.alice()
			.post()
			.uri("/orders")
			.contentType(MediaType.APPLICATION_JSON)
			.body("{\"customerId\": %d, \"lines\": [{\"productId\": %d, \"quantity\": 1}]}".formatted(customer,
					product))
			.exchange()
			.expectStatus()
			.isCreated();
	}

	private Connection connect() throws SQLException {
		Connection connection = DriverManager.getConnection(this.dataSource.getJdbcUrl(), this.dataSource.getUsername(),
				this.dataSource.getPassword());
		try (Statement statement = connection.createStatement()) {
			statement.execute("set application_name = 'a client of its own'");
		}
		return connection;
	}

	private Json json(String path) {
		return this.http.json("/actuator/dbmonitor" + (path.isEmpty() ? "" : "/" + path));
	}

	private static long whole(Json json, String path) {
		return (long) json.number(path);
	}

	private static List<String> texts(Json json, String path) {
		return json.list(path).stream().map(String::valueOf).toList();
	}

	private void open(String view) {
		this.page.navigate("about:blank");
		this.page.navigate("http://localhost:" + this.port + "/actuator/dbmonitor#/" + view);
		assertThat(this.page.locator("main h2")).isVisible();
		assertThat(this.page.locator("main .loading")).hasCount(0);
		assertThat(this.page.locator(".failure")).hasCount(0);
	}

	private void screenshot(String name) {
		String folder = System.getProperty("dbmonitor.test.screenshots", "target/screenshots");
		this.page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(folder, name + ".png")));
	}

	private Locator main() {
		return this.page.locator("main");
	}

	@Test
	void overviewSaysHowItIs() {
		await().untilAsserted(() -> assertThat(json("history").list("$.times")).hasSizeGreaterThan(3));
		open("");
		Json overview = json("");
		assertThat(main()).containsText("PostgreSQL " + overview.string("$.dataSources[0].database.version"));
		assertThat(main()).containsText(whole(overview, "$.dataSources[0].queries.statements") + " different");
		assertThat(main()).containsText("of " + whole(overview, "$.dataSources[0].pool.max") + " in use");
		assertThat(main().locator("figure.chart")).hasCount(7);
		assertThat(this.page.getByRole(AriaRole.IMG, new Page.GetByRoleOptions().setName("Statements per second")))
			.isVisible();
		assertThat(main().locator(".chart path.line").first()).hasAttribute("d", Pattern.compile("M[\\d.L -]+"));
		screenshot("overview");
	}

	@Test
	void statementIsShownWithAllThatIsKnownOfIt() {
		open("queries?contains=for+no+key+update");
		Json queries = json("queries?contains=for%20no%20key%20update");
		assertThat(main().locator("tbody tr")).hasCount(queries.objects("$.queries[*]").size());
		Locator row = main().locator("tbody tr").first();
		assertThat(row.locator("td").nth(1)).hasText(String.valueOf(whole(queries, "$.queries[0].calls")));
		row.getByRole(AriaRole.LINK).click();
		assertThat(this.page).hasURL(Pattern.compile("#/queries/" + queries.string("$.queries[0].id") + "$"));
		assertThat(main().locator(".sql")).containsText("from product p1_0\nwhere p1_0.id=?");
		assertThat(main()).containsText("OrderService.place:");
		assertThat(main()).containsText("POST /orders");
		assertThat(main().locator(".plan.costly")).containsText("costs the most");
		Json query = json("queries/" + queries.string("$.queries[0].id"));
		assertThat(main().locator(".bars tbody tr")).hasCount(query.objects("$.histogram[*]").size());
		screenshot("statement");
	}

	@Test
	void queriesAreSortedAndTheAddressSaysHow() {
		open("queries");
		List<String> ids = texts(json("queries"), "$.queries[*].id");
		assertThat(main().locator("tbody td.wide a").count()).isEqualTo(ids.size());
		this.page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Calls")).click();
		assertThat(this.page).hasURL(Pattern.compile("#/queries\\?sort=calls$"));
		assertThat(main().locator("th[aria-sort=descending]")).hasText(Pattern.compile("Calls.*"));
		assertThat(calls()).isSortedAccordingTo(Comparator.reverseOrder());
		this.page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Calls")).click();
		assertThat(main().locator("th[aria-sort=ascending]")).hasText(Pattern.compile("Calls.*"));
		assertThat(calls()).isSorted();
		this.page.reload();
		assertThat(main().locator("th[aria-sort=ascending]")).hasText(Pattern.compile("Calls.*"));
		this.page.getByLabel("Statement contains").fill("order_line");
		assertThat(this.page).hasURL(Pattern.compile("contains=order_line"));
		await().untilAsserted(() -> assertThat(main().locator("tbody td.wide").allTextContents()).isNotEmpty()
			.allSatisfy((statement) -> assertThat(statement).contains("order_line")));
		screenshot("queries");
	}

	private List<Long> calls() {
		return main().locator("tbody tr td:nth-child(2)")
			.allTextContents()
			.stream()
			.map((text) -> Long.valueOf(text.replace(",", "")))
			.toList();
	}

	@Test
	void findingsAreGroupedByRoute() {
		open("findings?kind=n-plus-one");
		Json findings = json("findings?kind=n-plus-one");
		assertThat(main().locator(".finding")).hasCount(findings.objects("$.findings[*]").size());
		assertThat(main().locator("h3").first()).containsText("GET /orders");
		assertThat(main().locator(".advice").first()).containsText("Load Order.");
		screenshot("findings");
	}

	@Test
	void sessionsTablesIndexesWorkAndTriggersAreThoseOfTheServer() {
		open("sessions");
		await().untilAsserted(() -> assertThat(main().locator("tbody tr td:nth-child(1)").allTextContents())
			.hasSameElementsAs(json("sessions").list("$.sessions[*].pid").stream().map(String::valueOf).toList()));
		open("tables");
		assertThat(main().locator("tbody tr td:nth-child(1)").allTextContents())
			.hasSameElementsAs(texts(json("tables"), "$.dataSources[0].tables[*].name").stream()
				.map((name) -> "public." + name)
				.toList());
		open("indexes");
		assertThat(main().locator("tbody tr").count())
			.isEqualTo(json("indexes?limit=1000").objects("$.dataSources[0].indexes[*]").size());
		open("work");
		assertThat(main().locator("tbody tr td:nth-child(1)").allTextContents())
			.containsAll(texts(json("work"), "$.work[?(@.name)].name"));
		open("audit/triggers");
		assertThat(main().locator("tbody tr").count()).isEqualTo(json("audit/triggers").objects("$.tables[*]").size());
	}

	@Test
	void blockadeIsSeenAndEndedWhereItBegan() throws Exception {
		long product = this.shop.addProduct(100);
		long customer = this.shop.addCustomer();
		try (Connection psql = connect(); Statement statement = psql.createStatement()) {
			psql.setAutoCommit(false);
			statement.executeUpdate("update product set stock = 1 where id = " + product);
			Future<?> first = THREADS.submit(() -> order(customer, product));
			await().until(() -> json("locks").objects("$.trees[0].waiting[*]").size() == 1);
			open("locks");
			Locator root = main().locator(".tree > li").first();
			assertThat(root.locator("> .session")).containsText("a client of its own");
			assertThat(root.locator("> .session")).containsText("in the way of 1 session");
			Locator waiting = root.locator("> .tree > li > .session");
			assertThat(waiting).containsText("POST /orders");
			assertThat(waiting).containsText(Pattern.compile("OrderService\\.place:\\d+"));
			assertThat(waiting).containsText("on product");
			screenshot("locks");
			open("");
			assertThat(main().locator(".firing")).containsText("blocked-sessions");
			assertThat(main()).containsText("1 session waits for a lock of another");
			open("alerts");
			assertThat(main().locator(".alert", new Locator.LocatorOptions().setHasText("blocked-sessions")))
				.containsText("POST /orders");
			screenshot("alerts");
			open("locks");
			this.page
				.getByRole(AriaRole.BUTTON,
						new Page.GetByRoleOptions()
							.setName(Pattern.compile("Terminate of session " + whole(json("locks"), "$.trees[0].pid"))))
				.click();
			Locator question = this.page.getByRole(AriaRole.DIALOG);
			assertThat(question).containsText("a client of its own");
			question.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Do nothing")).click();
			assertThat(question).isHidden();
			assertThat(json("locks").objects("$.trees[0].waiting[*]")).hasSize(1);
			this.page
				.getByRole(AriaRole.BUTTON,
						new Page.GetByRoleOptions().setName(Pattern.compile("Terminate of session")))
				.first()
				.click();
			question.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Terminate the session"))
				.click();
			assertThat(this.page.locator(".notice")).containsText("is done");
			first.get(20, TimeUnit.SECONDS);
			assertThat(main()).containsText("Nobody waits for a lock.");
		}
		catch (SQLException ex) {
			// The connection was cut, as it was meant to be
			assertThat(ex.getSQLState()).isIn("57P01", "08006", "08003");
		}
	}

	@Test
	void auditIsSearchedFromTheTimelineToTheStateAtATime() {
		open("audit");
		this.page.getByLabel("Entity").fill("Product");
		this.page.getByLabel("Operation").selectOption("update");
		this.page.getByLabel("Actor").fill("bob");
		assertThat(this.page).hasURL(Pattern.compile("actor=bob"));
		Json changes = json("audit?entity=Product&operation=update&actor=bob");
		assertThat(main().locator(".changes")).hasCount(changes.objects("$.changeSets[*]").size());
		Locator price = main().locator(".differences tr", new Locator.LocatorOptions().setHasText("price")).first();
		assertThat(price.locator(".old")).containsText("10");
		assertThat(price.locator(".new")).containsText("12");
		screenshot("audit");
		main().locator(".changes .change a").first().click();
		String product = changes.string("$.changeSets[0].changes[0].id");
		assertThat(this.page).hasURL(Pattern.compile("#/audit/Product/" + product + "$"));
		this.page.getByLabel("As it was at").fill("2099-01-01T00:00");
		assertThat(main().getByRole(AriaRole.REGION, new Locator.GetByRoleOptions().setName("State")))
			.containsText("12");
		open("audit/bypassed");
		assertThat(main().locator(".stranger").first()).containsText("past the application");
		assertThat(main().locator(".stranger").first()).containsText("a client of its own");
		assertThat(main().locator(".stranger").first()).containsText("Faro");
	}

	@Test
	void chainOfSealsIsVerified() {
		await().untilAsserted(
				() -> assertThat(json("audit/verification").objects("$.seals[?(@.position > 0)]")).isNotEmpty());
		open("audit/verification");
		this.page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Verify now")).click();
		assertThat(this.page.locator(".notice")).containsText("Verified: nothing was altered.");
	}

	@Test
	void ruleIsSilencedAndToldAgain() {
		open("alerts");
		Locator form = this.page.getByRole(AriaRole.FORM, new Page.GetByRoleOptions().setName("Silence all"));
		form.getByLabel("Reason").fill("moving house");
		form.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Silence")).click();
		Locator silences = this.page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Silences"));
		assertThat(silences).containsText("moving house");
		assertThat(silences).containsText("bob");
		assertThat(texts(json("alerts"), "$.silences[*].reason")).containsExactly("moving house");
		this.page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("End the silence of all")).click();
		assertThat(main()).containsText("Nothing is silenced.");
		assertThat(json("alerts").list("$.silences")).isEmpty();
	}

	@Test
	void everyViewFitsEveryScreen() {
		open("");
		for (String view : VIEWS) {
			show(view);
			for (int width : List.of(360, 768, 2200)) {
				this.page.setViewportSize(width, 740);
				assertThat((Integer) this.page.evaluate("document.documentElement.scrollWidth"))
					.as("the view '%s'", view)
					.isLessThanOrEqualTo(width);
				if (view.equals("queries") && width == 360) {
					screenshot("phone");
				}
			}
		}
	}

	@Test
	void everyViewIsAccessible() {
		open("");
		for (String view : VIEWS) {
			show(view);
			assertAccessibleInAnyLight(view);
		}
		open("queries?contains=for+no+key+update");
		main().locator("tbody tr").first().getByRole(AriaRole.LINK).click();
		assertThat(main().locator(".plan.costly")).isVisible();
		assertAccessibleInAnyLight("queries/{id}");
		open("");
		this.page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
		screenshot("dark");
	}

	/** Go to another view of the page that is open. */
	private void show(String view) {
		this.page.evaluate("document.querySelector('main h2').dataset.left = 'yes'");
		this.page.evaluate("(view) => location.hash = '#/' + view", view);
		if (!view.isEmpty()) {
			assertThat(this.page.locator("main h2[data-left]")).hasCount(0);
		}
		assertThat(this.page.locator("main h2")).isVisible();
		assertThat(this.page.locator("main .loading")).hasCount(0);
		assertThat(this.page.locator(".failure")).hasCount(0);
	}

	private void assertAccessibleInAnyLight(String view) {
		for (ColorScheme light : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
			this.page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(light));
			assertThat(this.page.evaluate("getComputedStyle(document.body).backgroundColor"))
				.isEqualTo((light == ColorScheme.DARK) ? "rgb(20, 24, 29)" : "rgb(246, 247, 249)");
			assertAccessible(view);
		}
	}

	private void assertAccessible(String view) {
		assertThat(new AxeBuilder(this.page).withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa"))
			.analyze()
			.getViolations()
			.stream()
			.map((rule) -> rule.getId() + ": " + rule.getNodes())).as("the view '%s'", view).isEmpty();
	}

	@Test
	void coloursAreChosenAndKept() {
		open("");
		Locator button = this.page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Colours: system"));
		button.click();
		this.page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Colours: light")).click();
		assertThat(this.page.locator("html")).hasAttribute("data-theme", "dark");
		this.page.reload();
		assertThat(this.page.locator("html")).hasAttribute("data-theme", "dark");
		assertThat(this.page.evaluate("getComputedStyle(document.body).backgroundColor")).isEqualTo("rgb(20, 24, 29)");
	}

	@Test
	void keyboardIsEnough() {
		open("");
		this.page.keyboard().press("Tab");
		assertThat(focused()).isEqualTo("Skip to the content");
		press("Tab", "Queries");
		this.page.keyboard().press("Enter");
		assertThat(main().locator("h2")).hasText("Queries");
		assertThat(this.page.evaluate("document.activeElement.tagName")).isEqualTo("MAIN");
		press("Tab", "");
		this.page.keyboard().type("order_line");
		assertThat(this.page).hasURL(Pattern.compile("contains=order_line"));
		press("Tab", "Calls");
		this.page.keyboard().press("Enter");
		assertThat(main().locator("th[aria-sort=descending]")).hasText(Pattern.compile("Calls.*"));
		this.page.keyboard().press("Tab");
		for (int i = 0; i < 20 && !((String) this.page.evaluate("document.activeElement.tagName")).equals("A"); i++) {
			this.page.keyboard().press("Tab");
		}
		this.page.keyboard().press("Enter");
		assertThat(main().locator(".sql")).isVisible();
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

	@Test
	void pauseStopsAskingAndSoDoesAHiddenTab() {
		this.page.clock().install();
		open("");
		AtomicInteger requests = new AtomicInteger();
		this.page.onRequest((request) -> requests.incrementAndGet());
		assertAsks(requests);
		Locator pause = this.page.getByRole(AriaRole.BUTTON,
				new Page.GetByRoleOptions().setName("Pause").setExact(true));
		pause.click();
		assertAsksNothing(requests);
		this.page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Pause").setExact(true)).click();
		assertAsks(requests);
		hide(true);
		assertAsksNothing(requests);
		hide(false);
		assertAsks(requests);
	}

	private void assertAsks(AtomicInteger requests) {
		int before = requests.get();
		await().untilAsserted(() -> {
			this.page.clock().runFor(10_000);
			assertThat(requests.get()).isGreaterThan(before);
		});
	}

	private void assertAsksNothing(AtomicInteger requests) {
		// What was asked before is answered first
		this.page.waitForLoadState(LoadState.NETWORKIDLE);
		int before = requests.get();
		this.page.clock().runFor(300_000);
		assertThat(requests.get()).isEqualTo(before);
	}

	private void hide(boolean hidden) {
		this.page.evaluate("""
				(hidden) => {
				  Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});
				  document.dispatchEvent(new Event('visibilitychange'));
				}""", hidden);
	}

}
