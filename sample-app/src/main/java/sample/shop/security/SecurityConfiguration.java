package sample.shop.security;

import jakarta.servlet.DispatcherType;

import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.util.matcher.AndRequestMatcher;

/**
 * HTTP Basic for everything but the actuator's reads; what changes something there is for
 * the administrator.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	private static final String ADMIN = "ADMIN";

	private static final String USER = "USER";

	@Bean
	SecurityFilterChain securityFilterChain(HttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests
			// Whoever is refused is told so, and not asked for a password to be told
			.dispatcherTypeMatchers(DispatcherType.ERROR)
			.permitAll()
			// For the demo only: a real application asks for a role here too
			.requestMatchers(EndpointRequest.toAnyEndpoint().withHttpMethod(HttpMethod.GET))
			.permitAll()
			.requestMatchers(EndpointRequest.toAnyEndpoint())
			.hasRole(ADMIN)
			.requestMatchers("/reports/**")
			.hasRole(ADMIN)
			.requestMatchers(HttpMethod.POST, "/products/**")
			.hasRole(ADMIN)
			.requestMatchers(HttpMethod.PUT, "/products/**")
			.hasRole(ADMIN)
			.anyRequest()
			.hasRole(USER))
			.httpBasic(Customizer.withDefaults())
			// No session, hence no cookie that another site could make use of
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.csrf(SecurityConfiguration::onThePage)
			.build();
	}

	/**
	 * The page is for browsers, which send along a password that was given once whoever
	 * makes them ask. So what changes something there takes a token that only the page
	 * has; the rest is for programs.
	 */
	private static void onThePage(CsrfConfigurer<HttpSecurity> csrf) {
		csrf.csrfTokenRepository(new CookieCsrfTokenRepository())
			// Each request signs in anew, which is no reason for a new token
			.sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy())
			.requireCsrfProtectionMatcher(
					new AndRequestMatcher(EndpointRequest.to("dbmonitor"), CsrfFilter.DEFAULT_CSRF_MATCHER));
	}

	/**
	 * The demo's users; the password is the name. The manager itself is no bean: as one
	 * it would replace the passwords by slow hashes, to be computed for every request.
	 */
	@Bean
	@SuppressWarnings("UnnecessaryMethodReference")
	UserDetailsService userDetailsService() {
		InMemoryUserDetailsManager users = new InMemoryUserDetailsManager(
				User.withUsername("alice").password("{noop}alice").roles(USER).build(),
				User.withUsername("bob").password("{noop}bob").roles(USER, ADMIN).build());
		return users::loadUserByUsername;
	}

}
