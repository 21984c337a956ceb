package io.dbmonitor.work;

import java.util.List;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tells on what the current thread works. Safe for use by several threads; never throws.
 */
public final class CurrentWork {

	private final List<WorkSource> sources;

	private final TraceIds traceIds;

	private final WorkBudgets budgets;

	private final Faults faults;

	/**
	 * Ask sources.
	 * @param sources asked in order
	 * @param traceIds knows the current trace
	 * @param budgets where the time of transactions is added when they end
	 * @param faults where faults go
	 */
	public CurrentWork(List<WorkSource> sources, TraceIds traceIds, WorkBudgets budgets, Faults faults) {
		this.sources = List.copyOf(sources);
		this.traceIds = traceIds;
		this.budgets = budgets;
		this.faults = faults;
	}

	/**
	 * Return the current thread's unit of work, or begin one for its transaction. A
	 * transaction that Spring is about to begin has no name yet when it takes its
	 * connection, so this is to be asked with the first statement.
	 * @return the unit of work
	 */
	public UnitOfWork getOrBegin() {
		UnitOfWork current = current();
		if (current != null) {
			return current;
		}
		String transaction = TransactionSynchronizationManager.getCurrentTransactionName();
		boolean active = TransactionSynchronizationManager.isActualTransactionActive();
		return traced(new UnitOfWork(active ? WorkKind.TRANSACTION : WorkKind.OTHER, () -> transaction, this.budgets));
	}

	/**
	 * Return the current thread's request, job, message or event.
	 * @return the unit of work, or {@code null} where there is none
	 */
	public @Nullable UnitOfWork current() {
		try {
			for (WorkSource source : this.sources) {
				UnitOfWork work = source.current();
				if (work != null) {
					return traced(work);
				}
			}
		}
		catch (Throwable ex) {
			this.faults.report(Feature.WORK, ex);
		}
		return null;
	}

	/**
	 * Return the name of the current thread's transaction.
	 * @return the name, or {@code null} where there is none or it has no name
	 */
	public @Nullable String transaction() {
		return TransactionSynchronizationManager.getCurrentTransactionName();
	}

	private UnitOfWork traced(UnitOfWork work) {
		if (this.traceIds != TraceIds.NONE && work.traceId() == null) {
			try {
				work.traceId(this.traceIds.current());
			}
			catch (Throwable ex) {
				this.faults.report(Feature.WORK, ex);
			}
		}
		return work;
	}

}
