package io.dbmonitor.audit;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.dbmonitor.work.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Where the changes of a change set come from, as it was known with the first of them.
 *
 * @param id identifies the change set
 * @param at when the first change happened
 * @param actor who acts
 * @param transaction the name of the transaction
 * @param work the request, job, message or event
 * @param instance which instance of the application it is
 */
record ChangeOrigin(UUID id, Instant at, @Nullable String actor, @Nullable String transaction,
		@Nullable UnitOfWork work, @Nullable String instance) {

	ChangeSet changeSet(List<Change> changes, long omitted) {
		// How a request is called can become known late
		ChangeContext context = new ChangeContext(this.actor, (this.work != null) ? this.work.name() : null,
				(this.work != null) ? this.work.traceId() : null, this.transaction, this.instance);
		return new ChangeSet(this.id, this.at, context, changes, omitted);
	}

}
