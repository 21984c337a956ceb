package io.dbmonitor.work;

import org.jspecify.annotations.Nullable;

/**
 * What a feature keeps for the time of a unit of work.
 *
 * @see UnitOfWork#attachment
 */
public abstract class WorkAttachment {

	/** Another feature's; settled before this one can be found. */
	@Nullable WorkAttachment next;

}
