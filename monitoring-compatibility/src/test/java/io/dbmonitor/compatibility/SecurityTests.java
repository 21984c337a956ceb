package io.dbmonitor.compatibility;

import java.util.Base64;
import java.util.List;

import io.dbmonitor.testing.HttpJson;
import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.Proves.Area;
import io.dbmonitor.testing.RunningApplication;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * One rule of Spring Security covers the endpoint and all below it, and who is signed in
 * is the actor of what changes.
 */
@PostgresTest
@Proves(area = Area.SPRING, subject = "Spring Security",
		note = "one rule for the endpoint and all below it; the actor of the audit")
class SecurityTests {

	private static final List<String> PATHS = List.of("", "/", "/queries", "/sessions", "/audit", "/queries?path=audit",
			"/assets/app.js", "/nothing/like/that");

	@Test
	void oneRuleCoversTheEndpointAndTheActorIsKnown(PostgresDatabase database) {
		try (RunningApplication application = RunningApplication.start(Secured.class,
				Libraries.quiet(database.dataSourceProperties(), "spring.autoconfigure.exclude=",
						"spring.jpa.hibernate.ddl-auto=create"))) {
			HttpJson http = application.http();
			for (String path : PATHS) {
				String address = "/actuator/dbmonitor" + path;
				assertThat(http.get(address).statusCode()).as(path).isEqualTo(401);
				assertThat(http.get(address, as("alice")).statusCode()).as(path).isEqualTo(403);
			}
			assertThat(http.get("/notes", as("alice")).statusCode()).isEqualTo(200);
			Json audit = Json.parse(http.get("/actuator/dbmonitor/audit?entity=Note", as("admin")).body());
			assertThat(audit.list("$.changeSets[*].actor")).containsExactly("alice");
			assertThat(audit.list("$.changeSets[*].route")).containsExactly("GET /notes");
		}
	}

	private static String[] as(String user) {
		return new String[] { "Authorization",
				"Basic " + Base64.getEncoder().encodeToString((user + ":" + user).getBytes(UTF_8)) };
	}

	@Entity(name = "Note")
	static class Note {

		@Id
		@GeneratedValue
		@Nullable Long id;

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Controller.class)
	static class Secured {

		@Bean
		@Order(1)
		SecurityFilterChain endpointRule(HttpSecurity http) {
			return http.securityMatcher(EndpointRequest.to("dbmonitor"))
				.authorizeHttpRequests((requests) -> requests.anyRequest().hasRole("ADMIN"))
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@Bean
		@Order(2)
		SecurityFilterChain otherRule(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("alice").password("{noop}alice").roles("USER").build(),
					User.withUsername("admin").password("{noop}admin").roles("ADMIN").build());
		}

	}

	@RestController
	record Controller(EntityManager entities, TransactionTemplate transactions) {

		@GetMapping("/notes")
		void add() {
			this.transactions.executeWithoutResult((status) -> this.entities.persist(new Note()));
		}

	}

}
