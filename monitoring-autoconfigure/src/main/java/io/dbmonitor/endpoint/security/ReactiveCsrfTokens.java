package io.dbmonitor.endpoint.security;

import io.dbmonitor.endpoint.page.CsrfToken;
import reactor.core.publisher.Mono;

import org.springframework.web.filter.reactive.ServerWebExchangeContextFilter;
import org.springframework.web.server.ServerWebExchange;

/**
 * Reads the token that Spring Security's filter has put into the current exchange, which
 * a {@link ServerWebExchangeContextFilter} has put into the context.
 */
public final class ReactiveCsrfTokens {

	private static final String ATTRIBUTE = org.springframework.security.web.server.csrf.CsrfToken.class.getName();

	private ReactiveCsrfTokens() {
	}

	/**
	 * Return the token of the exchange that it is subscribed to in.
	 * @return the token, or nothing
	 */
	public static Mono<CsrfToken> current() {
		return Mono.deferContextual((context) -> ServerWebExchangeContextFilter.getExchange(context)
			.map(ReactiveCsrfTokens::token)
			.orElse(Mono.empty()));
	}

	private static Mono<CsrfToken> token(ServerWebExchange exchange) {
		Mono<?> token = exchange.getAttributeOrDefault(ATTRIBUTE, Mono.empty());
		return token.ofType(org.springframework.security.web.server.csrf.CsrfToken.class)
			.map((known) -> new CsrfToken(known.getHeaderName(), known.getToken()));
	}

}
