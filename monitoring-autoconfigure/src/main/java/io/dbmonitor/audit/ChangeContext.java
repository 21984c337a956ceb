package io.dbmonitor.audit;

import org.jspecify.annotations.Nullable;

/**
 * Who changes something, and in the course of what. What is not known is {@code null}.
 *
 * @param actor who acts
 * @param route the request, job, message or event: {@code POST /orders/{id}}
 * @param traceId the id of the trace
 * @param transaction the name of Spring's transaction: the method that began it
 * @param instance which instance of the application it was
 */
public record ChangeContext(@Nullable String actor, @Nullable String route, @Nullable String traceId,
		@Nullable String transaction, @Nullable String instance) {

	/** Nothing is known. */
	public static final ChangeContext UNKNOWN = new ChangeContext(null, null, null, null, null);

}
