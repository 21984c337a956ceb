package io.dbmonitor.endpoint;

import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.testing.RunningApplication;
import io.dbmonitor.testing.TestBrowser;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the page makes of answers: moments in the viewer's zone, figures with their units,
 * an order that rests, and a word where there is more than it shows.
 */
class PageViewTests {

	@RegisterExtension
	private static final TestBrowser browser = new TestBrowser();

	private static RunningApplication application;

	private final Page page = browser.page();

	@BeforeAll
	static void start() {
		application = RunningApplication.start(Notes.class, "spring.datasource.url=jdbc:h2:mem:view",
				"spring.jpa.hibernate.ddl-auto=create", "management.endpoint.dbmonitor.show-values=always",
				"management.endpoint.dbmonitor.access=unrestricted", "dbmonitor.history.interval=200ms",
				"dbmonitor.alert.silences[0].rule=error-ratio",
				"dbmonitor.alert.silences[0].until=2099-01-01T00:00:00Z");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@AfterEach
	void nothingWasWrong() {
		this.page.context().close();
		browser.assertNoErrors();
	}

	private void open(String view) {
		this.page.navigate("http://localhost:" + application.context().getEnvironment().getProperty("local.server.port")
				+ "/actuator/dbmonitor#/" + view);
		assertThat(this.page.locator("main h2")).isVisible();
		assertThat(this.page.locator("main .loading")).hasCount(0);
	}

	private void answer(String path, String body) {
		this.page.route("**/actuator/dbmonitor/" + path,
				(route) -> route.fulfill(new Route.FulfillOptions().setContentType("application/json").setBody(body)));
	}

	@Test
	void entityWhoseIdCannotStandInAPathHasItsStateAtTheViewersTime() {
		application.bean(EntityManagerFactory.class)
			.runInTransaction((manager) -> manager.persist(new Note("a/b", "by the way")));
		open("audit/Note/a%2Fb?at=2099-07-01T12:00:00Z");
		Locator state = this.page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("State"));
		assertThat(state).containsText("by the way");
		// In Lisbon it is an hour later in summer
		assertThat(state).containsText("2099-07-01 13:00:00");
		Locator field = this.page.getByLabel("As it was at");
		assertThat(field).hasValue("2099-07-01T13:00");
		field.fill("2099-07-01T14:30");
		assertThat(this.page).hasURL(Pattern.compile("at=2099-07-01T13%3A30%3A00Z$"));
		assertThat(state).containsText("2099-07-01 14:30:00");
		assertThat(field).hasValue("2099-07-01T14:30");
	}

	@Test
	void timesOfTheAuditAreMomentsInTheAddressAndTheViewersOnThePage() {
		open("audit");
		this.page.getByLabel("From").fill("2026-07-01T00:00");
		assertThat(this.page).hasURL(Pattern.compile("#/audit\\?since=2026-06-30T23%3A00%3A00Z$"));
		this.page.getByLabel("Until").fill("2026-01-01T00:00");
		assertThat(this.page).hasURL(Pattern.compile("until=2026-01-01T00%3A00%3A00Z$"));
		this.page.reload();
		assertThat(this.page.getByLabel("From")).hasValue("2026-07-01T00:00");
		assertThat(this.page.locator("main .empty")).isVisible();
	}

	@Test
	void figuresOfEvidenceHaveUnitsAndNumbersOfSessionsAreNoQuantities() {
		answer("alerts",
				"""
						{"alerts": [{"rule": "lock-wait", "state": "FIRING", "severity": "warning", "since": "2026-01-01T00:00:00Z",
						"summary": "x", "threshold": "1", "labels": {}, "evidence": {"trees": [{"pid": 54321, "waitSeconds": 74.2,
						"maxMillis": 1500, "occurrences": 12345, "blockedBy": [65432], "stack": ["A.a(A.java:1)"]}]}}],
						"recent": [], "silences": []}""");
		open("alerts");
		Locator evidence = this.page.locator(".alert details .values").first();
		assertThat(evidence.locator("dl > div", has("Pid")).last()).hasText("Pid54321");
		assertThat(evidence.locator("dl > div", has("Wait time")).last()).hasText("Wait time1 min 14 s");
		assertThat(evidence.locator("dl > div", has("Max time")).last()).hasText("Max time1.5 s");
		assertThat(evidence.locator("dl > div", has("Occurrences")).last()).hasText("Occurrences12,345");
		assertThat(evidence.locator("dl > div", has("Blocked by")).last()).hasText("Blocked by65432");
		assertThat(evidence.locator("details.stack summary")).hasText("Stack (1 frame)");
	}

	private static Locator.LocatorOptions has(String text) {
		return new Locator.LocatorOptions().setHasText(text);
	}

	@Test
	void rowsStayWhereTheyAreUnderTheFocus() {
		this.page.addInitScript("""
				const json = Response.prototype.json;
				Response.prototype.json = async function() {
				  const answer = await json.call(this);
				  if (Array.isArray(answer.queries)) {
				    const query = (id, total) => ({...answer.queries[0], id, statement: id, time: {total}});
				    answer.queries = window.turned ? [query('b', 2), query('a', 1)] : [query('a', 2), query('b', 1)];
				  }
				  return answer;
				};
				""");
		this.page.clock().install();
		open("queries");
		Locator links = this.page.locator("tbody a");
		assertThat(links).hasText(new String[] { "a", "b" });
		links.first().focus();
		this.page.evaluate("window.turned = true");
		this.page.clock().fastForward(10_000);
		assertThat(this.page.locator("tbody tr").first()).containsText("1 ms");
		assertThat(links).hasText(new String[] { "a", "b" });
		this.page.getByLabel("Statement contains").focus();
		this.page.clock().fastForward(10_000);
		assertThat(links).hasText(new String[] { "b", "a" });
	}

	@Test
	void chartsAreReadByKeyboard() {
		await().untilAsserted(() -> assertThat(application.http().json("/actuator/dbmonitor/history").list("$.times"))
			.hasSizeGreaterThan(3));
		open("");
		Locator chart = this.page.getByRole(AriaRole.SLIDER,
				new Page.GetByRoleOptions().setName("Statements per second"));
		assertThat(chart).hasAttribute("aria-valuetext", Pattern.compile("now: all [\\d.]+, failed 0"));
		chart.press("Home");
		assertThat(chart).hasAttribute("aria-valuenow", "0");
		assertThat(chart).hasAttribute("aria-valuetext", Pattern.compile("\\d\\d:\\d\\d:\\d\\d: all .*"));
		chart.press("ArrowRight");
		assertThat(chart).hasAttribute("aria-valuenow", "1");
		chart.press("End");
		assertThat(chart).hasAttribute("aria-valuetext", Pattern.compile("now: .*"));
	}

	@Test
	void whatIsSortedHereIsSaidToBeNotAll() {
		Locator note = this.page.locator("main p.note");
		open("queries?limit=1&sort=calls");
		assertThat(this.page.locator("tbody tr")).hasCount(1);
		assertThat(note).hasCount(0);
		this.page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Calls")).click();
		assertThat(note).hasText("Only the 1 with the highest calls are sorted here: there may be more.");
		open("queries?limit=1&sort=dataSource");
		assertThat(note).hasText("Only the 1 with the highest total are sorted here: there may be more.");
	}

	@Test
	void silenceTakesThePlaceOfAnotherAndThoseOfThePropertiesStay() {
		open("alerts");
		silence("first");
		assertThat(this.page.locator(".notice")).not().containsText("in place of");
		silence("second");
		assertThat(this.page.locator(".notice")).containsText("in place of until");
		Locator silences = this.page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Silences"));
		assertThat(silences.locator("tbody tr")).hasCount(2);
		assertThat(silences.locator("tbody tr", has("error-ratio"))).containsText("the properties");
		assertThat(silences.getByRole(AriaRole.BUTTON)).hasCount(1);
		silences.getByRole(AriaRole.BUTTON).click();
		assertThat(silences.locator("tbody tr")).hasCount(1);
	}

	private void silence(String reason) {
		Locator form = this.page.getByRole(AriaRole.FORM, new Page.GetByRoleOptions().setName("Silence all"));
		form.getByLabel("Reason").fill(reason);
		form.getByRole(AriaRole.BUTTON).click();
		assertThat(this.page.locator("main")).containsText(reason);
	}

	@Test
	void storageThatIsEmptyIsToldFromOneThatNobodyLookedAt() {
		open("tables");
		assertThat(this.page.locator("main .empty")).containsText("Nothing is known of tables yet.");
		answer("tables?*",
				"{\"dataSources\": [{\"name\": \"x\", \"sampledAt\": \"2026-01-01T00:00:00Z\", \"tables\": []}]}");
		answer("indexes?*",
				"{\"dataSources\": [{\"name\": \"x\", \"sampledAt\": \"2026-01-01T00:00:00Z\", \"indexes\": []}]}");
		List.of("tables", "indexes").forEach((kind) -> {
			open("?");
			open(kind);
			assertThat(this.page.locator("main .empty")).hasText("The database has no " + kind + ".");
		});
		open("tables?contains=x");
		assertThat(this.page.locator("main .empty")).hasText("No table has that in its name.");
		open("indexes?kind=unused");
		assertThat(this.page.locator("main .empty")).hasText("No index is unused.");
	}

	@Import(JpaApplication.class)
	@EntityScan(basePackageClasses = { JpaApplication.class, PageViewTests.class })
	@Configuration(proxyBeanMethods = false)
	static class Notes {

	}

	/** A thing whose id can be anything. */
	@Entity(name = "Note")
	static class Note {

		@Id
		String id = "";

		String text = "";

		protected Note() {
		}

		Note(String id, String text) {
			this.id = id;
			this.text = text;
		}

	}

}
