package io.dbmonitor.audit;

import org.jspecify.annotations.Nullable;

/**
 * Tells who acts. With Spring Security in the application the authenticated user acts
 * unless there is a bean of this type.
 */
@FunctionalInterface
public interface AuditActorResolver {

	/**
	 * Return who acts on the current thread. Called with the first change of a
	 * transaction, and with the first read that is kept; must not touch the database.
	 * @return the actor, or {@code null} where nobody is known
	 */
	@Nullable String resolve();

}
