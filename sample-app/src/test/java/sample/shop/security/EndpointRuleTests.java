package sample.shop.security;

import io.dbmonitor.testing.Prevents;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sample.shop.ShopTest;
import sample.shop.TestShop;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/**
 * One rule of Spring Security, as the README has it, covers the endpoint and all below.
 */
@ShopTest
@Import(EndpointRuleTests.RuleConfiguration.class)
class EndpointRuleTests {

	private final TestShop shop;

	EndpointRuleTests(@Autowired TestShop shop) {
		this.shop = shop;
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "/queries", "/findings", "/connections", "/sessions", "/audit",
			"/queries?path=audit", "/nothing/like/that" })
	@Prevents("druid#3009")
	void theEndpointAnswersNobodyElse(String path) {
		String uri = "/actuator/dbmonitor" + path;
		this.shop.anonymous().get().uri(uri).exchange().expectStatus().isUnauthorized();
		this.shop.anonymous().get().uri(uri).header("Accept", "text/html").exchange().expectStatus().isUnauthorized();
		this.shop.alice().get().uri(uri).exchange().expectStatus().isForbidden();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "/queries", "/findings", "/connections", "/sessions", "/audit" })
	void theEndpointAnswersWhomTheRuleNames(String path) {
		this.shop.bob().get().uri("/actuator/dbmonitor" + path).exchange().expectStatus().isOk();
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class RuleConfiguration {

		@Bean
		@Order(1)
		SecurityFilterChain endpointRule(HttpSecurity http) {
			return http.securityMatcher(EndpointRequest.to("dbmonitor"))
				.authorizeHttpRequests((requests) -> requests.anyRequest().hasRole("ADMIN"))
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

}
