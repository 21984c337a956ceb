package io.dbmonitor.hibernate;

import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Queue;

import io.dbmonitor.audit.event.AfterEntityChange;
import io.dbmonitor.audit.event.BeforeEntityChange;
import io.dbmonitor.audit.event.EntityChangePublisher;
import org.hibernate.FlushMode;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.TransactionCompletionCallbacks.BeforeCompletionCallback;
import org.jspecify.annotations.Nullable;

/**
 * The events of one session's transaction. With JDBC batching Hibernate tells of a write
 * before the statement runs, so what is to be told after it waits for the end of the
 * flush. Belongs to the session's thread.
 */
final class SessionEvents {

	/** How often changes may be flushed that listeners make of what they hear. */
	private static final int MAX_ROUNDS = 50;

	private final EntityChangePublisher publisher;

	private final Queue<AfterEntityChange<?>> written = new ArrayDeque<>();

	private final IdentityHashMap<Object, @Nullable Object[]> rows = new IdentityHashMap<>();

	/** Whether listeners may have changed something since the last flush. */
	private boolean told;

	private boolean writing;

	private boolean publishing;

	SessionEvents(EntityChangePublisher publisher) {
		this.publisher = publisher;
	}

	/**
	 * Tell of what is about to be written. Queries of a listener would flush inside of
	 * the flush and take the work away from under it, so meanwhile none does.
	 * @param session the session
	 * @param change the change
	 * @return whether a listener has seen the entity
	 */
	boolean before(SharedSessionContractImplementor session, BeforeEntityChange<?> change) {
		boolean outer = this.writing;
		FlushMode flushMode = session.getHibernateFlushMode();
		this.told = true;
		this.writing = true;
		setFlushMode(session, FlushMode.MANUAL);
		try {
			return this.publisher.publish(change);
		}
		finally {
			setFlushMode(session, flushMode);
			this.writing = outer;
		}
	}

	private static void setFlushMode(SharedSessionContractImplementor session, FlushMode flushMode) {
		if (session instanceof SessionImplementor stateful) {
			stateful.setHibernateFlushMode(flushMode);
		}
	}

	void refuseFlush() {
		if (this.writing) {
			throw new IllegalStateException("A listener of BeforeEntityChange must not flush, as it is called inside of"
					+ " a flush: listen to AfterEntityChange to write something else");
		}
	}

	/**
	 * Keep what has to wait for the end of the flush. A row whose id the database makes
	 * is written without one, and where the application flushes by itself none need come.
	 * @param session the session
	 * @param change the change
	 */
	void after(SharedSessionContractImplementor session, AfterEntityChange<?> change) {
		this.told = true;
		this.written.add(change);
		if (session.getHibernateFlushMode() == FlushMode.MANUAL
				&& !session.getPersistenceContextInternal().isFlushing()) {
			session.getTransactionCompletionCallbacks()
				.registerCallback((BeforeCompletionCallback) (committing) -> publish());
		}
	}

	/**
	 * The session was flushed. What listeners change is flushed too, and told in turn.
	 * @param session the session
	 */
	void flushed(SessionImplementor session) {
		if (this.publishing || session.getPersistenceContextInternal().getCascadeLevel() > 0) {
			return;
		}
		this.publishing = true;
		try {
			for (int round = 0; this.told; round++) {
				if (round == MAX_ROUNDS) {
					throw new IllegalStateException("After " + MAX_ROUNDS + " flushes there is still something to"
							+ " write: listeners change what they hear of, or a field never equals what was written"
							+ " of it; the last time " + this.written.peek());
				}
				this.told = false;
				publish();
				session.flush();
			}
		}
		finally {
			this.publishing = false;
		}
	}

	/** Tell of what was written, in its order. */
	private void publish() {
		for (AfterEntityChange<?> next = this.written.poll(); next != null; next = this.written.poll()) {
			this.publisher.publish(next);
		}
	}

	/** Keep the row that a write changes. */
	void keepRow(Object entity, @Nullable Object @Nullable [] row) {
		if (row != null) {
			this.rows.put(entity, row);
		}
	}

	@Nullable Object @Nullable [] takeRow(Object entity) {
		return this.rows.remove(entity);
	}

	void end() {
		this.written.clear();
		this.rows.clear();
		this.told = false;
	}

}
