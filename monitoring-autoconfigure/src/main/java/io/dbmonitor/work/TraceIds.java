package io.dbmonitor.work;

import org.jspecify.annotations.Nullable;

/**
 * Knows the trace that the current thread works for.
 */
@FunctionalInterface
public interface TraceIds {

	/** Knows of no trace. */
	TraceIds NONE = () -> null;

	/**
	 * Return the id of the current trace. Called once for each unit of work or
	 * transaction; must not block.
	 * @return the id, or {@code null}
	 */
	@Nullable String current();

}
