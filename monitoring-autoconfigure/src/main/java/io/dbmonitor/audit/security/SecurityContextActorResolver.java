package io.dbmonitor.audit.security;

import io.dbmonitor.audit.AuditActorResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Takes the actor from Spring Security's context. Anonymous users are nobody.
 */
public final class SecurityContextActorResolver implements AuditActorResolver {

	private final AuthenticationTrustResolver trust = new AuthenticationTrustResolverImpl();

	@Override
	public @Nullable String resolve() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		return (this.trust.isAuthenticated(authentication) && authentication != null) ? authentication.getName() : null;
	}

}
