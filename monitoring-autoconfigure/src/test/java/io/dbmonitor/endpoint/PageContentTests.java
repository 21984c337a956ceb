package io.dbmonitor.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.dbmonitor.app.Customer;
import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.testing.RunningApplication;
import io.dbmonitor.testing.TestBrowser;
import jakarta.persistence.EntityManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.jdbc.core.JdbcTemplate;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the endpoint answers, or does not, the page shows it as text and stays usable.
 */
class PageContentTests {

	private static final List<String> VIEWS = List.of("", "queries", "findings", "work", "connections", "sessions",
			"locks", "tables", "indexes", "audit", "alerts");

	/**
	 * Makes what the page reads hostile: each text but times, and the sections' names.
	 */
	private static final String SPOIL = """
			const hostile = '<script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">'
			    + `"'\\u202e\\u2067 &lt; ${'long'.repeat(500)} `;
			const spoil = (value, key) => Array.isArray(value) ? value.map((each) => spoil(each, key))
			    : value && typeof value === 'object'
			      ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, spoil(each, name)]))
			      : typeof value === 'string' && key !== 'sections' && !/^\\d{4}-.*Z$/.test(value) ? hostile + value : value;
			const json = Response.prototype.json;
			Response.prototype.json = async function() { return spoil(await json.call(this)); };
			""";

	private static final String MANY = """
			const json = Response.prototype.json;
			Response.prototype.json = async function() {
			  const answer = await json.call(this);
			  if (answer.queries && Array.isArray(answer.queries)) {
			    answer.queries = Array.from({length: 10000}, (each, i) => ({...answer.queries[0], id: `id${i}`,
			      statement: `select ${i}`, time: {...answer.queries[0].time, total: 10000 - i}}));
			  }
			  return answer;
			};
			""";

	@RegisterExtension
	private static final TestBrowser browser = new TestBrowser();

	private static RunningApplication application;

	private final Page page;

	PageContentTests() {
		this.page = browser.page((options) -> options.setViewportSize(1000, 800));
	}

	@BeforeAll
	static void start() {
		application = run();
		JdbcTemplate jdbc = application.bean(JdbcTemplate.class);
		jdbc.queryForList("select id from customer where name = '<script>'");
		jdbc.update("insert into customer (id, name, version) values (1000, 'x', 0)");
	}

	/**
	 * On a database to which no other connection leads, so that its state is not known.
	 */
	private static RunningApplication run() {
		return RunningApplication.start(JpaApplication.class, "spring.datasource.url=jdbc:h2:mem:",
				"spring.datasource.hikari.maximum-pool-size=1", "spring.jpa.hibernate.ddl-auto=create",
				"management.endpoint.dbmonitor.show-values=always", "management.endpoint.dbmonitor.access=unrestricted",
				"dbmonitor.history.interval=200ms");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void forget() {
		browser.errors();
	}

	@AfterEach
	void close() {
		this.page.context().close();
	}

	private void open(String view) {
		open(application, view);
	}

	private void open(RunningApplication application, String view) {
		this.page.navigate("about:blank");
		this.page.navigate("http://localhost:" + application.context().getEnvironment().getProperty("local.server.port")
				+ "/actuator/dbmonitor#/" + view);
	}

	@Test
	void hostileTextIsShownAsText() {
		this.page.addInitScript(SPOIL);
		for (String view : VIEWS) {
			open(view);
			assertThat(this.page.locator("main h2")).isVisible();
			assertThat(this.page.locator("main .loading")).hasCount(0);
			assertThat(this.page.evaluate("window.hacked")).as("the view '%s'", view).isNull();
			assertThat(this.page.locator("main script, main img")).hasCount(0);
			assertThat((Integer) this.page.evaluate("document.documentElement.scrollWidth")).as("the view '%s'", view)
				.isLessThanOrEqualTo(1000);
		}
		open("queries");
		assertThat(this.page.locator("main tbody")).containsText("<script>window.hacked = 1</script>");
		browser.assertNoErrors();
	}

	@Test
	void textOfAMegabyteIsCutAndShownOnRequest() {
		this.page.route("**/actuator/dbmonitor/audit?*",
				(route) -> route.fulfill(new Route.FulfillOptions().setContentType("application/json")
					.setBody(
							"""
									{"changeSets": [{"id": "1", "at": "2026-01-01T00:00:00Z", "actor": "%1$s", "changes": [{"entity": "Note",
									"id": "1", "operation": "UPDATE", "source": "ORM", "values": {"text": {"old": "%1$s", "new": "%1$s"}}}]}]}
									"""
								.formatted("m".repeat(1_000_000)))));
		open("audit");
		assertThat(this.page.locator(".differences .old")).containsText("mmm…");
		assertThat((Integer) this.page.evaluate("document.querySelector('.differences').innerText.length"))
			.isLessThan(5000);
		this.page.locator(".differences .old button").click();
		assertThat(this.page.locator(".differences .old .text")).hasText(Pattern.compile("m{1000000}"));
		assertThat((Integer) this.page.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(1000);
		browser.assertNoErrors();
	}

	@Test
	void ofTenThousandRowsThoseAreDrawnThatAreSeen() {
		this.page.addInitScript(MANY);
		open("queries");
		assertThat(this.page.locator("tbody tr").first()).containsText("select 0");
		assertThat(this.page.locator("tbody tr").count()).isLessThan(100);
		assertThat(this.page.locator("table")).hasAttribute("aria-rowcount", "10001");
		this.page.evaluate("document.querySelector('.windowed').scrollTop = 1e9");
		assertThat(this.page.locator("tr[aria-rowindex='10001']")).containsText("select 9999");
		assertThat(this.page.locator("tbody tr").count()).isLessThan(100);
		browser.assertNoErrors();
	}

	@Test
	void entityIsShownWithItsValues() {
		application.bean(EntityManagerFactory.class).runInTransaction((manager) -> {
			Customer customer = new Customer("<b>Bold</b>");
			manager.persist(customer);
		});
		open("audit?entity=Customer&operation=create");
		assertThat(this.page.locator(".changes").first()).containsText("<b>Bold</b>");
		browser.assertNoErrors();
	}

	@Test
	void addressDoesNotLeadOutOfTheEndpoint() {
		List<String> requests = new ArrayList<>();
		this.page.onRequest((request) -> requests.add(request.url()));
		open("work/../../health");
		assertThat(this.page.locator("main .failure")).containsText("There is no such address");
		assertThat(requests).isNotEmpty().allMatch((url) -> url.contains("/actuator/dbmonitor"));
	}

	@Test
	void listThatBecomesShorterIsShownFromWhereItIs() {
		this.page
			.addInitScript(MANY.replace("{length: 10000}", "{length: location.hash.includes('few') ? 200 : 10000}"));
		open("queries");
		assertThat(this.page.locator("tbody tr").first()).containsText("select 0");
		this.page.evaluate("document.querySelector('.windowed').scrollTop = 1e9");
		assertThat(this.page.locator("tr[aria-rowindex='10001']")).isVisible();
		this.page.evaluate("location.hash = '#/queries?few=yes'");
		this.page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Rows")).click();
		assertThat(this.page.locator("table")).hasAttribute("aria-rowcount", "201");
		assertThat(this.page.locator("tr[aria-rowindex='201']")).isVisible();
	}

	@Test
	void databaseThatNobodyLooksAtIsNotCalledWell() {
		open("");
		assertThat(this.page.locator("main section.card .badge").first()).hasText("Database not seen");
		this.page.addInitScript(
				"""
						const json = Response.prototype.json;
						Response.prototype.json = async function() {
						  const answer = await json.call(this);
						  answer.dataSources?.forEach?.((each) => each.database = {product: 'PostgreSQL', sampledAt: '2026-01-01T00:00:00Z'});
						  return answer;
						};
						""");
		open("");
		assertThat(this.page.locator("main section.card .badge").first()).hasText("Look at it");
		assertThat(this.page.locator("main section.card").first()).containsText("Nothing is known of now");
		open("locks");
		assertThat(this.page.locator("main")).not().containsText("Nobody waits for a lock");
	}

	@Test
	void whatIsNotThereIsSaid() {
		open("nowhere");
		assertThat(this.page.locator("main")).containsText("There is no section 'nowhere' here");
		open("queries/0");
		assertThat(this.page.locator(".failure")).containsText("0");
		open("queries?contains=nothing+is+like+this");
		assertThat(this.page.locator("main .empty")).hasText("No statement contains that.");
		open("sessions");
		assertThat(this.page.locator("main .empty")).containsText("its state is not supported");
		open("audit/verification");
		assertThat(this.page.locator("main .empty")).containsText("Change sets are not sealed");
		assertThat(this.page.locator(".failure")).hasCount(0);
		open("audit?since=yesterday");
		assertThat(this.page.locator(".failure")).containsText("'since' takes a moment in UTC");
	}

	@Test
	void whoIsNotSignedInAnyMoreIsToldToSignIn() {
		open("queries");
		assertThat(this.page.locator("main tbody tr").first()).isVisible();
		this.page.route("**/actuator/dbmonitor/findings*",
				(route) -> route.fulfill(new Route.FulfillOptions().setStatus(401)));
		this.page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Findings")).click();
		assertThat(this.page.locator("main .failure")).containsText("You are not signed in any more");
	}

	@Test
	void whoChangesSomethingWithoutSayingWhoIsToldThatItTakesSomebody() {
		this.page.route("**/actuator/dbmonitor/alerts", (route) -> {
			if (route.request().method().equals("POST")) {
				route.fulfill(new Route.FulfillOptions().setStatus(401));
			}
			else {
				route.resume();
			}
		});
		open("alerts");
		this.page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Silence all rules")).click();
		assertThat(this.page.locator(".notice")).containsText("That takes somebody who may");
	}

	@Test
	void applicationThatHasGoneLeavesWhatWasSeen() {
		RunningApplication gone = run();
		try {
			open(gone, "queries");
			assertThat(this.page.locator("main tbody tr").first()).isVisible();
		}
		finally {
			gone.close();
		}
		assertThat(this.page.locator("main .stale")).containsText("The application does not answer",
				new LocatorAssertions.ContainsTextOptions().setTimeout(20_000));
		assertThat(this.page.locator("main tbody tr").first()).isVisible();
	}

}
