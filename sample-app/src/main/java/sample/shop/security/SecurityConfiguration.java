package sample.shop.security;

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

/**
 * HTTP Basic for everything but the actuator's reads.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	private static final String ADMIN = "ADMIN";

	private static final String USER = "USER";

	@Bean
	SecurityFilterChain securityFilterChain(HttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests
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
			.csrf(CsrfConfigurer::disable)
			.build();
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
