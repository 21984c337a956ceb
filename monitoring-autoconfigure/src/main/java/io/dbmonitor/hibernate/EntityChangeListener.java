package io.dbmonitor.hibernate;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.PendingChangeSet;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.TransactionCompletionCallbacks.AfterCompletionCallback;
import org.hibernate.event.spi.AbstractDatabaseOperationEvent;
import org.hibernate.event.spi.PostDeleteEvent;
import org.hibernate.event.spi.PostDeleteEventListener;
import org.hibernate.event.spi.PostInsertEvent;
import org.hibernate.event.spi.PostInsertEventListener;
import org.hibernate.event.spi.PostUpdateEvent;
import org.hibernate.event.spi.PostUpdateEventListener;
import org.jspecify.annotations.Nullable;

/**
 * Collects the changes of each transaction from Hibernate's events and hands them to the
 * audit once the transaction was committed. With JDBC batching the events come before the
 * statements run, so nothing is final before that. A fault here is kept from the
 * application.
 */
final class EntityChangeListener implements PostInsertEventListener, PostUpdateEventListener, PostDeleteEventListener {

	private static final long serialVersionUID = 1L;

	private final transient Supplier<@Nullable AuditRecorder> recorders;

	private final transient Consumer<Throwable> faults;

	private transient volatile @Nullable AuditRecorder recorder;

	/**
	 * An entry lives from a transaction's first change to its end. Hibernate does not
	 * always tell of the end (not where a rollback fails with its connection), so nothing
	 * here keeps a session.
	 */
	private final transient Map<SharedSessionContractImplementor, PendingChangeSet> pending = Collections
		.synchronizedMap(new WeakHashMap<>());

	/**
	 * Make a listener.
	 * @param recorders asked for with the first change, {@code null} where there is no
	 * audit
	 */
	EntityChangeListener(Supplier<@Nullable AuditRecorder> recorders, Consumer<Throwable> faults) {
		this.faults = faults;
		this.recorders = recorders;
	}

	@Override
	public void onPostInsert(PostInsertEvent event) {
		changed(event, ChangeOperation.CREATE, null, event.getState());
	}

	@Override
	public void onPostUpdate(PostUpdateEvent event) {
		changed(event, ChangeOperation.UPDATE, event.getOldState(), event.getState());
	}

	@Override
	public void onPostDelete(PostDeleteEvent event) {
		changed(event, ChangeOperation.DELETE, event.getDeletedState(), null);
	}

	private void changed(AbstractDatabaseOperationEvent event, ChangeOperation operation,
			@Nullable Object @Nullable [] oldState, @Nullable Object @Nullable [] newState) {
		try {
			AuditRecorder recorder = recorder();
			if (recorder != null) {
				SharedSessionContractImplementor session = event.getSession();
				EntityValues values = new EntityValues(event.getPersister(), session, recorder::isMasked);
				record(recorder, session, new Change(event.getPersister().getJpaEntityName(), values.id(event.getId()),
						operation, ChangeSource.ORM, values.compare(oldState, newState)));
			}
		}
		catch (Throwable ex) {
			this.faults.accept(ex);
		}
	}

	private @Nullable AuditRecorder recorder() {
		AuditRecorder known = this.recorder;
		if (known == null) {
			known = this.recorders.get();
			this.recorder = known;
		}
		return known;
	}

	private void record(AuditRecorder recorder, SharedSessionContractImplementor session, Change change) {
		if (!session.isTransactionInProgress()) {
			// Auto-commit: the statement was the transaction
			PendingChangeSet single = recorder.begin();
			single.add(change);
			recorder.committed(single);
			return;
		}
		PendingChangeSet changeSet = this.pending.get(session);
		if (changeSet == null) {
			changeSet = recorder.begin();
			this.pending.put(session, changeSet);
			AfterCompletionCallback completion = (success, completed) -> complete(recorder, session, success);
			session.getTransactionCompletionCallbacks().registerCallback(completion);
		}
		changeSet.add(change);
	}

	private void complete(AuditRecorder recorder, SharedSessionContractImplementor session, boolean success) {
		PendingChangeSet changeSet = this.pending.remove(session);
		if (changeSet != null && success) {
			recorder.committed(changeSet);
		}
	}

}
