package io.dbmonitor.query;

import java.lang.StackWalker.StackFrame;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What an ORM loads with a statement.
 *
 * @param name the association: {@code Owner.pets}
 * @param advice how to load it with fewer statements, a sentence without its full stop
 */
public record Association(String name, String advice) {

	/**
	 * Knows which statement loads which association.
	 */
	@FunctionalInterface
	public interface Resolver {

		/** Knows none. */
		Resolver NONE = (statement, stack) -> null;

		/**
		 * Find the association that a statement loads. Called once for each finding, on
		 * the thread that has just executed the statement.
		 * @param statement the statement
		 * @param stack the thread's stack, the innermost frame first
		 * @return the association, or {@code null} where the statement loads none
		 */
		@Nullable Association find(Fingerprint statement, List<StackFrame> stack);

	}

}
