package io.dbmonitor.endpoint.security;

import java.util.Optional;
import java.util.function.Supplier;

import io.dbmonitor.endpoint.page.CsrfToken;

import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Reads the token that Spring Security's filter has put into the current request.
 */
public final class ServletCsrfTokens implements Supplier<Optional<CsrfToken>> {

	private static final String ATTRIBUTE = org.springframework.security.web.csrf.CsrfToken.class.getName();

	@Override
	public Optional<CsrfToken> get() {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		Object token = (request != null) ? request.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST) : null;
		return (token instanceof org.springframework.security.web.csrf.CsrfToken known)
				? Optional.of(new CsrfToken(known.getHeaderName(), known.getToken())) : Optional.empty();
	}

}
