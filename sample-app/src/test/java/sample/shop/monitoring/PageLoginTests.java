package sample.shop.monitoring;

import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.dbmonitor.testing.TestBrowser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sample.shop.ShopTest;
import sample.shop.TestShop;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.context.TestPropertySource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The page where one has to sign in, with a session and protection against forged
 * requests, as Spring Security has them by default.
 */
@ShopTest
@TestPropertySource(properties = "dbmonitor.database.interval=200ms")
class PageLoginTests {

	private static final ExecutorService THREADS = Executors.newCachedThreadPool();

	@RegisterExtension
	private static final TestBrowser browser = new TestBrowser();

	private final TestShop shop;

	private final ShopPage shown;

	private final Page page;

	PageLoginTests(@LocalServerPort int port, @Autowired TestShop shop) {
		this.shop = shop;
		this.shown = new ShopPage(browser, port, UnaryOperator.identity());
		this.page = this.shown.page();
	}

	@AfterAll
	static void stop() {
		THREADS.shutdownNow();
	}

	@AfterEach
	void close() {
		this.shown.close();
	}

	private void signIn() {
		this.page.navigate(this.shown.address());
		assertThat(this.page).hasURL(Pattern.compile("/login$"));
		this.page.getByLabel("Username").fill("bob");
		this.page.getByLabel("Password").fill("bob");
		this.page.getByRole(AriaRole.BUTTON).click();
		assertThat(this.page.locator("main h2")).hasText("Overview");
		// What the page for signing in asks for and does not get is no matter of ours
		browser.errors();
	}

	@Test
	void statementIsCancelledAndSessionTerminatedWithTheTokenOnly() throws Exception {
		signIn();
		try (Connection psql = this.shop.connect("a sleeper"); Statement statement = psql.createStatement()) {
			Future<?> sleeping = sleep(statement);
			String row = row();
			assertThat(this.page.evaluate("""
					async () => {
					  const {sessions} = await (await fetch('dbmonitor/sessions?limit=1000')).json();
					  const {pid, backendStart} = sessions.find(({application}) => application === 'a sleeper');
					  const query = new URLSearchParams({mode: 'terminate', backendStart});
					  return (await fetch(`dbmonitor/sessions/${pid}?${query}`, {method: 'DELETE'})).status;
					}""")).isEqualTo(403);
			assertThat(browser.errors()).hasSize(1);
			assertThat(sleeping.isDone()).isFalse();
			end(row, "Cancel the statement");
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> sleeping.get(20, TimeUnit.SECONDS))
				.withMessageContaining("canceling statement due to user request");
			Future<?> again = sleep(statement);
			end(row, "Terminate");
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> again.get(20, TimeUnit.SECONDS))
				.withMessageContaining("terminating connection");
		}
		browser.assertNoErrors();
	}

	@Test
	void whoIsSignedOutMeanwhileIsToldSo() {
		signIn();
		this.page.context().clearCookies();
		assertThat(this.page.getByRole(AriaRole.ALERT).first()).containsText("You are not signed in any more",
				new LocatorAssertions.ContainsTextOptions().setTimeout(30_000));
		this.page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Load the page again"))
			.first()
			.click();
		assertThat(this.page).hasURL(Pattern.compile("/login$"));
		browser.errors();
	}

	private static Future<?> sleep(Statement statement) {
		return THREADS.submit(() -> statement.execute("select pg_sleep(60)"));
	}

	/** The pid of who sleeps. */
	private String row() {
		this.shown.show("sessions?contains=a+sleeper&state=active");
		Locator row = this.page.locator("main tbody tr");
		assertThat(row).hasCount(1);
		return row.locator("td").first().innerText();
	}

	private void end(String pid, String how) {
		assertThat(this.page.locator("main tbody tr")).hasCount(1);
		this.page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(how + " of session " + pid)).click();
		Locator question = this.shown.question();
		assertThat(question).containsText("a sleeper");
		question.getByRole(AriaRole.BUTTON).last().click();
		assertThat(this.shown.notice()).containsText("of session " + pid + " is done");
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Login {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SecurityFilterChain loginFilterChain(HttpSecurity http) {
			return http.securityMatcher("/actuator/**", "/login", "/default-ui.css", "/error")
				.authorizeHttpRequests(
						(requests) -> requests.requestMatchers("/error").permitAll().anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

	}

}
