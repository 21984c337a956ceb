package io.dbmonitor.hibernate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.AuditedConnection;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.PendingChangeSet;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.TransactionCompletionCallbacks.AfterCompletionCallback;
import org.jspecify.annotations.Nullable;

/**
 * Collects the changes of each transaction and hands them to the audit once the
 * transaction was committed. With JDBC batching Hibernate's events come before the
 * statements run, so nothing is final before that. A fault here is kept from the
 * application.
 */
final class ChangeCollector {

	private final Supplier<@Nullable AuditRecorder> recorders;

	private final Consumer<Throwable> faults;

	private volatile @Nullable AuditRecorder recorder;

	/**
	 * An entry lives from a transaction's first change to its end. Hibernate does not
	 * always tell of the end (not where a rollback fails with its connection), so nothing
	 * here keeps a session.
	 */
	private final Map<SharedSessionContractImplementor, Pending> pending = Collections
		.synchronizedMap(new WeakHashMap<>());

	/**
	 * Make a collector.
	 * @param recorders asked for with the first change, {@code null} where there is no
	 * audit
	 * @param faults where faults go
	 */
	ChangeCollector(Supplier<@Nullable AuditRecorder> recorders, Consumer<Throwable> faults) {
		this.recorders = recorders;
		this.faults = faults;
	}

	/**
	 * Render something of a session and collect what comes of it.
	 * @param sessions tells the session
	 * @param rendering makes a change, or none
	 */
	void collect(Supplier<SharedSessionContractImplementor> sessions, Rendering rendering) {
		try {
			AuditRecorder recorder = recorder();
			if (recorder != null) {
				SharedSessionContractImplementor session = sessions.get();
				Change change = rendering.render(session, new ValueRenderer(session, recorder::isMasked));
				if (change != null) {
					record(recorder, session, change);
				}
			}
		}
		catch (Throwable ex) {
			this.faults.accept(ex);
		}
	}

	/**
	 * Keep what the database has of an entity until it is written.
	 * @param session the session
	 * @param entity the entity
	 * @param reading reads it
	 */
	void keepBefore(SharedSessionContractImplementor session, Object entity,
			Supplier<@Nullable Object @Nullable []> reading) {
		try {
			if (recorder() != null) {
				@Nullable Object[] state = reading.get();
				if (state != null) {
					of(session).before.put(entity, state);
				}
			}
		}
		catch (Throwable ex) {
			this.faults.accept(ex);
		}
	}

	/**
	 * Return what was kept.
	 * @param session the session
	 * @param entity the entity
	 * @return the state before, {@code null} where there was none
	 */
	@Nullable Object @Nullable [] takeBefore(SharedSessionContractImplementor session, Object entity) {
		Pending known = this.pending.get(session);
		return (known != null) ? known.before.remove(entity) : null;
	}

	private @Nullable AuditRecorder recorder() {
		AuditRecorder known = this.recorder;
		if (known == null) {
			known = this.recorders.get();
			this.recorder = known;
		}
		return known;
	}

	private Pending of(SharedSessionContractImplementor session) {
		return this.pending.computeIfAbsent(session, (added) -> new Pending());
	}

	private void record(AuditRecorder recorder, SharedSessionContractImplementor session, Change change)
			throws SQLException {
		Pending known = of(session);
		PendingChangeSet changeSet = known.changeSet;
		if (changeSet == null) {
			changeSet = recorder.begin();
			known.changeSet = changeSet;
			changeSet.add(change);
			follow(recorder, session, changeSet);
		}
		else {
			changeSet.add(change);
		}
	}

	/** Hear of the end of the transaction, whoever drives it. */
	private void follow(AuditRecorder recorder, SharedSessionContractImplementor session, PendingChangeSet changeSet)
			throws SQLException {
		Connection connection = session.getJdbcCoordinator().getLogicalConnection().getPhysicalConnection();
		AuditedConnection audited = connection.isWrapperFor(AuditedConnection.class)
				? connection.unwrap(AuditedConnection.class) : null;
		// A stateless session on a connection that it was given always claims to be in
		// one
		if (session.getTransactionCoordinator().isTransactionActive()) {
			AfterCompletionCallback completion = (success, completed) -> complete(recorder, session, success);
			session.getTransactionCompletionCallbacks().registerCallback(completion);
			if (audited != null) {
				audited.attach(changeSet, null);
			}
		}
		else if (audited != null && !connection.getAutoCommit()) {
			// A transaction that Hibernate knows nothing of
			audited.attach(changeSet, (committed) -> complete(recorder, session, committed));
		}
		else {
			complete(recorder, session, true);
		}
	}

	private void complete(AuditRecorder recorder, SharedSessionContractImplementor session, boolean success) {
		Pending known = this.pending.remove(session);
		if (known != null && known.changeSet != null && success) {
			recorder.committed(known.changeSet);
		}
	}

	/** Makes a change of what an event tells. */
	@FunctionalInterface
	interface Rendering {

		@Nullable Change render(SharedSessionContractImplementor session, ValueRenderer renderer);

	}

	/** What a session has not committed yet. Belongs to the session's thread. */
	private static final class Pending {

		private final IdentityHashMap<Object, @Nullable Object[]> before = new IdentityHashMap<>();

		private @Nullable PendingChangeSet changeSet;

	}

}
