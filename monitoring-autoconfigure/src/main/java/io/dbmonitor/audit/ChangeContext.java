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
 * @param session who it was, where it was not the application
 */
public record ChangeContext(@Nullable String actor, @Nullable String route, @Nullable String traceId,
		@Nullable String transaction, @Nullable String instance, @Nullable DatabaseSession session) {

	/** Nothing is known. */
	public static final ChangeContext UNKNOWN = new ChangeContext(null, null, null, null, null, null);

	/**
	 * Make the context of what the application does.
	 * @param actor who acts
	 * @param route the request, job, message or event
	 * @param traceId the id of the trace
	 * @param transaction the name of Spring's transaction
	 * @param instance which instance of the application it is
	 */
	public ChangeContext(@Nullable String actor, @Nullable String route, @Nullable String traceId,
			@Nullable String transaction, @Nullable String instance) {
		this(actor, route, traceId, transaction, instance, null);
	}

}
