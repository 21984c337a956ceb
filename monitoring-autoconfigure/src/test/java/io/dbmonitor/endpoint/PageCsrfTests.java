package io.dbmonitor.endpoint;

import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.RunningApplication;
import io.dbmonitor.testing.TestBrowser;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.web.server.WebFilter;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Security's protection against forged requests is on: the page can change
 * something, another site cannot.
 */
@Proves(area = Proves.Area.SPRING, subject = "Spring Security's protection against forged requests",
		note = "what changes something, from the page and from nowhere else")
class PageCsrfTests {

	@RegisterExtension
	private static final TestBrowser browser = new TestBrowser();

	/** Where the token is, and how often the page is refused until it has found it. */
	static Stream<Arguments> tokens() {
		return Stream.of(Arguments.of(InSession.class, "servlet", 0), Arguments.of(InSession.class, "reactive", 0),
				Arguments.of(InCookie.class, "servlet", 1));
	}

	@ParameterizedTest
	@MethodSource("tokens")
	void pageSendsTheTokenAndWithoutItNothingIsDone(Class<?> source, String type, int refusals) {
		try (RunningApplication application = RunningApplication.start(source,
				"spring.main.web-application-type=" + type, "spring.datasource.url=jdbc:h2:mem:csrf",
				"spring.jpa.hibernate.ddl-auto=create", "management.endpoint.dbmonitor.access=unrestricted")) {
			Page page = browser.page();
			page.navigate("http://localhost:"
					+ application.context().getEnvironment().getRequiredProperty("local.server.port")
					+ "/actuator/dbmonitor#/alerts");
			// No answer in between sets another cookie
			page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Pause")).click();
			Locator form = page.getByRole(AriaRole.FORM, new Page.GetByRoleOptions().setName("Silence all"));
			form.getByLabel("Reason").fill("moving house");
			form.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Silence")).click();
			assertThat(page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Silences")))
				.containsText("moving house");
			assertThat(browser.errors()).hasSize(refusals).allMatch((error) -> error.contains("403"));
			assertThat(page.evaluate("""
					async () => (await fetch('dbmonitor/alerts', {method: 'POST', credentials: 'same-origin',
						headers: {'Content-Type': 'application/json'},
						body: JSON.stringify({silence: 'all', until: '2099-01-01T00:00:00Z'})})).status"""))
				.isEqualTo(403);
			assertThat(page.evaluate("async () => (await fetch('dbmonitor/alerts/all', {method: 'DELETE'})).status"))
				.isEqualTo(403);
			assertThat(browser.errors()).hasSize(2).allMatch((error) -> error.contains("403"));
			page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("End the silence of all")).click();
			assertThat(page.locator("main")).containsText("Nothing is silenced.");
			page.context().clearCookies();
			page.evaluate("document.querySelector('meta[name=dbmonitor]').dataset.csrfToken = 'forged'");
			form.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Silence")).click();
			assertThat(page.locator(".notice")).containsText(Pattern.compile("load it again"));
			assertThat(application.http().json("/actuator/dbmonitor/alerts").list("$.silences")).isEmpty();
			page.context().close();
			browser.errors();
		}
	}

	@Import(JpaApplication.class)
	@Configuration(proxyBeanMethods = false)
	static class InSession {

		@Bean
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
		Filter csrfFilter() {
			return new CsrfFilter(new HttpSessionCsrfTokenRepository());
		}

		@Bean
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
		WebFilter csrfWebFilter() {
			return new CsrfWebFilter();
		}

	}

	/** As for an application whose pages are drawn in the browser. */
	@Import(JpaApplication.class)
	@EnableWebSecurity
	@Configuration(proxyBeanMethods = false)
	static class InCookie {

		@Bean
		SecurityFilterChain securityFilterChain(HttpSecurity http) {
			return http.csrf(CsrfConfigurer::spa).build();
		}

	}

}
