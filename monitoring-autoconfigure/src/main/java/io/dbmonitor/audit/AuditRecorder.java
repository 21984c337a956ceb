package io.dbmonitor.audit;

import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.work.CurrentWork;
import org.jspecify.annotations.Nullable;

/**
 * The entrance for changes: a feeder opens a {@link PendingChangeSet} with the first
 * change of a transaction, fills it, and hands it over when the transaction was
 * committed. Safe for use by several threads.
 */
public final class AuditRecorder {

	/** How many changes of one transaction are kept. */
	private static final int MAX_CHANGES = 1000;

	private final ChangeSetStore store;

	private final Masking masking;

	private final AuditActorResolver actor;

	private final CurrentWork currentWork;

	private final InstantSource clock;

	private final Faults faults;

	private final Map<ChangeOperation, LongAdder> counts = new EnumMap<>(ChangeOperation.class);

	/**
	 * Make a recorder.
	 * @param store where change sets are kept
	 * @param masking which fields are not kept
	 * @param actor who acts
	 * @param currentWork tells what changes are made for
	 * @param clock the clock that dates change sets
	 * @param faults where faults go
	 */
	public AuditRecorder(ChangeSetStore store, Masking masking, AuditActorResolver actor, CurrentWork currentWork,
			InstantSource clock, Faults faults) {
		this.store = store;
		this.masking = masking;
		this.actor = actor;
		this.currentWork = currentWork;
		this.clock = clock;
		this.faults = faults;
		for (ChangeOperation operation : ChangeOperation.values()) {
			this.counts.put(operation, new LongAdder());
		}
	}

	/**
	 * Begin a change set, on the thread that changes something.
	 * @return an empty change set that knows who acts, when and in which transaction
	 */
	public PendingChangeSet begin() {
		return new PendingChangeSet(UUID.randomUUID(), this.clock.instant(), resolveActor(),
				this.currentWork.transaction(), this.currentWork.current(), MAX_CHANGES);
	}

	private @Nullable String resolveActor() {
		try {
			return this.actor.resolve();
		}
		catch (Throwable ex) {
			this.faults.report(Feature.AUDIT, ex);
			return null;
		}
	}

	/**
	 * Whether the values of a field must not be kept.
	 * @param field the field's name; of a field in an embeddable the whole path
	 * @return whether it is sensitive
	 */
	public boolean isMasked(String field) {
		return this.masking.isMasked(field);
	}

	/**
	 * Keep a change set whose transaction was committed. Never throws.
	 * @param pending the change set
	 */
	public void committed(PendingChangeSet pending) {
		try {
			if (pending.isEmpty()) {
				return;
			}
			ChangeSet changeSet = pending.changeSet();
			this.store.append(changeSet);
			pending.counts().forEach((operation, count) -> adder(operation).add(count));
			if (changeSet.omitted() > 0) {
				this.faults.overflow(Feature.AUDIT);
			}
		}
		catch (Throwable ex) {
			this.faults.report(Feature.AUDIT, ex);
		}
	}

	/**
	 * Return how many changes were committed.
	 * @param operation which changes
	 * @return their number since start
	 */
	public long count(ChangeOperation operation) {
		return adder(operation).sum();
	}

	private LongAdder adder(ChangeOperation operation) {
		return this.counts.getOrDefault(operation, new LongAdder());
	}

}
