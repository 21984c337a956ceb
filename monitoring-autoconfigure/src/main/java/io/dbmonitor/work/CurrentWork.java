package io.dbmonitor.work;

import java.util.List;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;

import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tells on what the current thread works. Safe for use by several threads; never throws.
 */
public final class CurrentWork {

	private final List<WorkSource> sources;

	private final Faults faults;

	/**
	 * Ask sources.
	 * @param sources asked in order
	 * @param faults where faults go
	 */
	public CurrentWork(List<WorkSource> sources, Faults faults) {
		this.sources = List.copyOf(sources);
		this.faults = faults;
	}

	/**
	 * Return the current thread's unit of work, or begin one for its transaction. A
	 * transaction that Spring is about to begin has no name yet when it takes its
	 * connection, so this is to be asked with the first statement.
	 * @return the unit of work
	 */
	public UnitOfWork getOrBegin() {
		try {
			for (WorkSource source : this.sources) {
				UnitOfWork work = source.current();
				if (work != null) {
					return work;
				}
			}
		}
		catch (RuntimeException | LinkageError ex) {
			this.faults.report(Feature.WORK, ex);
		}
		String transaction = TransactionSynchronizationManager.getCurrentTransactionName();
		boolean active = TransactionSynchronizationManager.isActualTransactionActive();
		return new UnitOfWork(active ? WorkKind.TRANSACTION : WorkKind.OTHER, () -> transaction);
	}

}
