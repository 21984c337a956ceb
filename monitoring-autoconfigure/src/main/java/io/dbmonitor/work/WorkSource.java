package io.dbmonitor.work;

import org.jspecify.annotations.Nullable;

/**
 * An entrance that knows on what the current thread works.
 */
@FunctionalInterface
public interface WorkSource {

	/**
	 * Return the current thread's unit of work. Called once for each connection that the
	 * application takes; must not block.
	 * @return the unit of work, or {@code null} where the thread does none that is known
	 * here
	 */
	@Nullable UnitOfWork current();

}
