package io.dbmonitor.query;

import io.dbmonitor.work.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * What the connection knows that a statement is executed on. Asked on the thread that
 * executes; never throws.
 */
public interface ExecutionContext {

	/**
	 * Return what the statement is executed for.
	 * @return the unit of work
	 */
	UnitOfWork work();

	/**
	 * Return the name of the transaction that the statement is executed in.
	 * @return the name, or {@code null} where there is no transaction or it has no name
	 */
	@Nullable String transaction();

	/**
	 * Whether each statement is a transaction of its own. May ask the driver, so not for
	 * the hot path.
	 * @return whether the connection is in auto-commit mode
	 */
	boolean isAutoCommit();

}
