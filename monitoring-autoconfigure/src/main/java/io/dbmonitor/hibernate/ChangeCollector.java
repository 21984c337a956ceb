package io.dbmonitor.hibernate;

import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.dbmonitor.audit.AuditIgnore;
import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.AuditedConnection;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeSetWriteException;
import io.dbmonitor.audit.ConnectionSource;
import io.dbmonitor.audit.PendingChangeSet;
import jakarta.transaction.Synchronization;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.TransactionCompletionCallbacks.AfterCompletionCallback;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * Collects the changes of each transaction and hands them to the audit once the
 * transaction was committed. With JDBC batching Hibernate's events come before the
 * statements run, so nothing is final before that. A fault here is kept from the
 * application, unless the audit has to be as durable as the changes.
 */
final class ChangeCollector {

	private final Supplier<@Nullable AuditRecorder> recorders;

	private volatile @Nullable AuditRecorder recorder;

	private volatile @Nullable FieldPolicies fields;

	/** By the entity's name. */
	private final Map<String, Boolean> audited = new ConcurrentHashMap<>();

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
	 */
	ChangeCollector(Supplier<@Nullable AuditRecorder> recorders) {
		this.recorders = recorders;
	}

	/**
	 * Render something of a session and collect what comes of it.
	 * @param sessions tells the session
	 * @param rendering makes a change, or none
	 * @throws io.dbmonitor.audit.ChangeSetWriteException if the change cannot be recorded
	 * and has to be
	 */
	void collect(Supplier<SharedSessionContractImplementor> sessions, Rendering rendering) {
		AuditRecorder recorder = recorder();
		if (recorder == null) {
			return;
		}
		try {
			SharedSessionContractImplementor session = sessions.get();
			Change change = rendering.render(session, renderer(recorder, session));
			if (change != null) {
				record(recorder, session, change);
			}
		}
		catch (ChangeSetWriteException ex) {
			throw ex;
		}
		catch (Exception | LinkageError ex) {
			recorder.failed(ex);
		}
	}

	/**
	 * Whether an entity is audited.
	 * @param persister the entity's
	 * @return whether its changes are to be collected
	 */
	boolean isAudited(EntityPersister persister) {
		AuditRecorder recorder = recorder();
		return recorder != null
				&& this.audited.computeIfAbsent(persister.getEntityName(), (name) -> isAudited(persister, recorder));
	}

	private static boolean isAudited(EntityPersister persister, AuditRecorder recorder) {
		Class<?> type = persister.getMappedClass();
		return !type.isAnnotationPresent(AuditIgnore.class)
				&& recorder.settings().scope().contains(persister.getJpaEntityName(), type.getName());
	}

	/**
	 * Return what renders values of a session.
	 * @param recorder knows what is kept of values
	 * @param session the session
	 */
	ValueRenderer renderer(AuditRecorder recorder, SharedSessionContractImplementor session) {
		return new ValueRenderer(session, fields(recorder));
	}

	/**
	 * Return what renders values of a session.
	 * @param session the session
	 */
	ValueRenderer renderer(SharedSessionContractImplementor session) {
		return renderer(Objects.requireNonNull(recorder(), "There is no audit"), session);
	}

	private FieldPolicies fields(AuditRecorder recorder) {
		FieldPolicies known = this.fields;
		if (known == null) {
			known = new FieldPolicies(recorder.settings().masking(), recorder.settings().maxValueLength());
			this.fields = known;
		}
		return known;
	}

	/**
	 * Keep what the database has of an entity until it is written.
	 * @param session the session
	 * @param entity the entity
	 * @param reading reads it
	 */
	void keepBefore(SharedSessionContractImplementor session, Object entity,
			Supplier<@Nullable Object @Nullable []> reading) {
		AuditRecorder recorder = recorder();
		if (recorder == null) {
			return;
		}
		try {
			@Nullable Object[] state = reading.get();
			if (state != null) {
				of(session).before.put(entity, state);
			}
		}
		catch (Exception | LinkageError ex) {
			recorder.failed(ex);
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

	/** The recorder, {@code null} where there is no audit. */
	@Nullable AuditRecorder recorder() {
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
		Connection connection = connection(session);
		if (!connection.isWrapperFor(AuditedConnection.class) || isJta(session)) {
			recordForSession(recorder, session, change);
		}
		else if (connection.getAutoCommit()) {
			recordAtOnce(recorder, session, change);
		}
		else {
			connection.unwrap(AuditedConnection.class).changes(recorder).add(change);
		}
	}

	/** Nobody hears of the commit but through the session. */
	private void recordForSession(AuditRecorder recorder, SharedSessionContractImplementor session, Change change) {
		if (!session.getTransactionCoordinator().isTransactionActive()) {
			recordAtOnce(recorder, session, change);
			return;
		}
		Pending known = of(session);
		PendingChangeSet changeSet = known.changeSet;
		if (changeSet == null) {
			changeSet = begin(recorder, session);
			known.changeSet = changeSet;
			follow(session, changeSet);
		}
		changeSet.add(change);
	}

	private static void recordAtOnce(AuditRecorder recorder, SharedSessionContractImplementor session, Change change) {
		PendingChangeSet changeSet = begin(recorder, session);
		changeSet.add(change);
		changeSet.beforeCommit();
		changeSet.committed();
	}

	private static PendingChangeSet begin(AuditRecorder recorder, SharedSessionContractImplementor session) {
		// Nothing that is kept for a session may keep it
		WeakReference<SharedSessionContractImplementor> reference = new WeakReference<>(session);
		return recorder.begin(() -> ConnectionSource.unwatched(connection(Objects.requireNonNull(reference.get()))));
	}

	private void follow(SharedSessionContractImplementor session, PendingChangeSet changeSet) {
		AfterCompletionCallback completion = (success, completed) -> ended(session, changeSet, success);
		session.getTransactionCompletionCallbacks().registerCallback(completion);
		session.getTransactionCoordinator()
			.getLocalSynchronizations()
			.registerSynchronization(new BeforeCommit(changeSet));
	}

	private static boolean isJta(SharedSessionContractImplementor session) {
		return session.getTransactionCoordinator().getTransactionCoordinatorBuilder().isJta();
	}

	private static Connection connection(SharedSessionContractImplementor session) {
		return session.getJdbcCoordinator().getLogicalConnection().getPhysicalConnection();
	}

	private void ended(SharedSessionContractImplementor session, PendingChangeSet changeSet, boolean committed) {
		this.pending.remove(session);
		if (committed) {
			changeSet.committed();
		}
	}

	/** Makes a change of what an event tells. */
	@FunctionalInterface
	interface Rendering {

		@Nullable Change render(SharedSessionContractImplementor session, ValueRenderer renderer);

	}

	/**
	 * Has changes written. Unlike Hibernate's callbacks it is forgotten with a rollback.
	 */
	private record BeforeCommit(PendingChangeSet changeSet) implements Synchronization {

		@Override
		public void beforeCompletion() {
			this.changeSet.beforeCommit();
		}

		@Override
		public void afterCompletion(int status) {
			// Heard of otherwise
		}

	}

	/** What a session has not committed yet. Belongs to the session's thread. */
	private static final class Pending {

		private final IdentityHashMap<Object, @Nullable Object[]> before = new IdentityHashMap<>();

		private @Nullable PendingChangeSet changeSet;

	}

}
