package sample.shop.monitoring;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.TestBrowser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sample.shop.TestShop;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The page of the shop in a real browser: what it shows is what the endpoint says, and
 * what it is to do is done.
 */
@ShopPageTest
class PageTests {

	private static final ExecutorService THREADS = Executors.newCachedThreadPool();

	@RegisterExtension
	private static final TestBrowser browser = new TestBrowser();

	private final ShopPage shown;

	private final Page page;

	private final UsedShop used;

	private final TestShop shop;

	PageTests(@LocalServerPort int port, @Autowired UsedShop used, @Autowired TestShop shop) {
		this.shown = new ShopPage(browser, port,
				(visitor) -> visitor.setViewportSize(1300, 900).setHttpCredentials("bob", "bob"));
		this.page = this.shown.page();
		this.used = used;
		this.shop = shop;
	}

	@AfterAll
	static void stop() {
		THREADS.shutdownNow();
	}

	@BeforeEach
	void useTheShop() throws SQLException {
		this.used.use(this.shown);
	}

	@AfterEach
	void nothingWasWrong() {
		this.shown.close();
		browser.assertNoErrors();
	}

	private Locator main() {
		return this.shown.main();
	}

	private Json json(String path) {
		return this.shown.json(path);
	}

	private static long whole(Json json, String path) {
		return (long) json.number(path);
	}

	@Test
	void overviewSaysHowItIs() {
		await().untilAsserted(() -> assertThat(json("history").list("$.times")).hasSizeGreaterThan(3));
		this.shown.open("");
		Json overview = json("");
		assertThat(main()).containsText("PostgreSQL " + overview.string("$.dataSources[0].database.version"));
		assertThat(main()).containsText(whole(overview, "$.dataSources[0].queries.statements") + " different");
		assertThat(main()).containsText("of " + whole(overview, "$.dataSources[0].pool.max") + " in use");
		assertThat(main().locator("figure.chart")).hasCount(7);
		assertThat(this.page.getByRole(AriaRole.SLIDER, new Page.GetByRoleOptions().setName("Statements per second")))
			.isVisible();
		assertThat(main().locator(".chart path.line").first()).hasAttribute("d", Pattern.compile("M[\\d.L -]+"));
		this.shown.screenshot("overview");
	}

	@Test
	void statementIsShownWithAllThatIsKnownOfIt() {
		this.shown.open("queries?contains=for+no+key+update");
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
		this.shown.screenshot("statement");
	}

	@Test
	void queriesAreSortedAndTheAddressSaysHow() {
		this.shown.open("queries");
		List<String> ids = this.shown.texts("queries", "$.queries[*].id");
		assertThat(main().locator("tbody td.wide a").count()).isEqualTo(ids.size());
		this.shown.button("Calls").click();
		assertThat(this.page).hasURL(Pattern.compile("#/queries\\?sort=calls$"));
		assertThat(main().locator("th[aria-sort=descending]")).hasText(Pattern.compile("Calls.*"));
		assertThat(calls()).isSortedAccordingTo(Comparator.reverseOrder());
		this.shown.button("Calls").click();
		assertThat(main().locator("th[aria-sort=ascending]")).hasText(Pattern.compile("Calls.*"));
		assertThat(calls()).isSorted();
		this.page.reload();
		assertThat(main().locator("th[aria-sort=ascending]")).hasText(Pattern.compile("Calls.*"));
		this.page.getByLabel("Statement contains").fill("order_line");
		assertThat(this.page).hasURL(Pattern.compile("contains=order_line"));
		await().untilAsserted(() -> assertThat(main().locator("tbody td.wide").allTextContents()).isNotEmpty()
			.allSatisfy((statement) -> assertThat(statement).contains("order_line")));
		this.shown.screenshot("queries");
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
		this.shown.open("findings?kind=n-plus-one");
		Json findings = json("findings?kind=n-plus-one");
		assertThat(main().locator(".finding")).hasCount(findings.objects("$.findings[*]").size());
		assertThat(main().locator("h3").first()).containsText("GET /orders");
		assertThat(main().locator(".advice").first()).containsText("Load Order.");
		this.shown.screenshot("findings");
	}

	@Test
	void sessionsTablesIndexesWorkAndTriggersAreThoseOfTheServer() {
		this.shown.open("sessions");
		await().untilAsserted(() -> assertThat(main().locator("tbody tr td:nth-child(1)").allTextContents())
			.hasSameElementsAs(json("sessions").list("$.sessions[*].pid").stream().map(String::valueOf).toList()));
		this.shown.show("tables");
		assertThat(main().locator("tbody tr td:nth-child(1)").allTextContents())
			.hasSameElementsAs(this.shown.texts("tables", "$.dataSources[0].tables[*].name")
				.stream()
				.map((name) -> "public." + name)
				.toList());
		this.shown.show("indexes");
		assertThat(main().locator("tbody tr").count())
			.isEqualTo(json("indexes?limit=1000").objects("$.dataSources[0].indexes[*]").size());
		this.shown.show("work");
		assertThat(main().locator("tbody tr td:nth-child(1)").allTextContents())
			.containsAll(this.shown.texts("work", "$.work[?(@.name)].name"));
		this.shown.show("audit/triggers");
		assertThat(main().locator("tbody tr").count()).isEqualTo(json("audit/triggers").objects("$.tables[*]").size());
	}

	@Test
	void blockadeIsSeenAndEndedWhereItBegan() throws Exception {
		long product = this.shop.addProduct(100);
		long customer = this.shop.addCustomer();
		try (Connection psql = this.shop.connect("a client of its own"); Statement statement = psql.createStatement()) {
			psql.setAutoCommit(false);
			statement.executeUpdate("update product set stock = 1 where id = " + product);
			Future<?> first = THREADS.submit(() -> this.shop.order(customer, product));
			await().until(() -> json("locks").objects("$.trees[0].waiting[*]").size() == 1);
			this.shown.open("locks");
			Locator root = main().locator(".tree > li").first();
			assertThat(root.locator("> .session")).containsText("a client of its own");
			assertThat(root.locator("> .session")).containsText("in the way of 1 session");
			Locator waiting = root.locator("> .tree > li > .session");
			assertThat(waiting).containsText("POST /orders");
			assertThat(waiting).containsText(Pattern.compile("OrderService\\.place:\\d+"));
			assertThat(waiting).containsText("on product");
			this.shown.screenshot("locks");
			this.shown.show("");
			assertThat(main().locator(".firing")).containsText("blocked-sessions");
			assertThat(main()).containsText("1 session waits for a lock of another");
			this.shown.show("alerts");
			assertThat(main().locator(".alert", new Locator.LocatorOptions().setHasText("blocked-sessions")))
				.containsText("POST /orders");
			this.shown.screenshot("alerts");
			this.shown.show("locks");
			this.page
				.getByRole(AriaRole.BUTTON,
						new Page.GetByRoleOptions()
							.setName(Pattern.compile("Terminate of session " + whole(json("locks"), "$.trees[0].pid"))))
				.click();
			Locator question = this.shown.question();
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
			assertThat(this.shown.notice()).containsText("is done");
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
		this.shown.open("audit");
		this.page.getByLabel("Entity").fill("Product");
		this.page.getByLabel("Operation").selectOption("update");
		this.page.getByLabel("Actor").fill("bob");
		assertThat(this.page).hasURL(Pattern.compile("actor=bob"));
		Json changes = json("audit?entity=Product&operation=update&actor=bob");
		assertThat(main().locator(".changes")).hasCount(changes.objects("$.changeSets[*]").size());
		Locator price = main().locator(".differences tr", new Locator.LocatorOptions().setHasText("price")).first();
		assertThat(price.locator(".old")).containsText("10");
		assertThat(price.locator(".new")).containsText("12");
		this.shown.screenshot("audit");
		main().locator(".changes .change a").first().click();
		String product = changes.string("$.changeSets[0].changes[0].id");
		assertThat(this.page).hasURL(Pattern.compile("#/audit/Product/" + product + "$"));
		this.page.getByLabel("As it was at").fill("2099-01-01T00:00");
		assertThat(main().getByRole(AriaRole.REGION, new Locator.GetByRoleOptions().setName("State")))
			.containsText("12");
		this.shown.show("audit/bypassed");
		assertThat(main().locator(".stranger").first()).containsText("past the application");
		assertThat(main().locator(".stranger").first()).containsText("a client of its own");
		assertThat(main().locator(".stranger").first()).containsText("Faro");
	}

	@Test
	void chainOfSealsIsVerified() {
		await().untilAsserted(
				() -> assertThat(json("audit/verification").objects("$.seals[?(@.position > 0)]")).isNotEmpty());
		this.shown.open("audit/verification");
		this.shown.button("Verify now").click();
		assertThat(this.shown.notice()).containsText("Verified: nothing was altered.");
	}

	@Test
	void ruleIsSilencedAndToldAgain() {
		this.shown.open("alerts");
		Locator form = this.page.getByRole(AriaRole.FORM, new Page.GetByRoleOptions().setName("Silence all"));
		form.getByLabel("Reason").fill("moving house");
		form.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Silence")).click();
		Locator silences = this.page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Silences"));
		assertThat(silences).containsText("moving house");
		assertThat(silences).containsText("bob");
		assertThat(this.shown.texts("alerts", "$.silences[*].reason")).containsExactly("moving house");
		this.shown.button("End the silence of all").click();
		assertThat(main()).containsText("Nothing is silenced.");
		assertThat(json("alerts").list("$.silences")).isEmpty();
	}

}
