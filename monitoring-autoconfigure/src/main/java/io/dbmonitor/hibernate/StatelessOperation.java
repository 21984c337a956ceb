package io.dbmonitor.hibernate;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.dbmonitor.audit.Change;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.collection.CollectionPersister;
import org.jspecify.annotations.Nullable;

/**
 * What a stateless session is doing on the current thread, from before it writes an
 * entity until behind it. Meanwhile it tells of the entity's collections, without saying
 * who it is, and before the entity itself is told to be created. An operation that fails
 * is forgotten with the next.
 */
final class StatelessOperation {

	private static final ThreadLocal<@Nullable StatelessOperation> current = new ThreadLocal<>();

	/** A thread that never writes again must not keep a session. */
	private final WeakReference<SharedSessionContractImplementor> session;

	private final List<Change> collections = new ArrayList<>();

	private final Set<CollectionPersister> told = new HashSet<>();

	private StatelessOperation(SharedSessionContractImplementor session) {
		this.session = new WeakReference<>(session);
	}

	static void begin(SharedSessionContractImplementor session) {
		current.set(new StatelessOperation(session));
	}

	/** The operation of a session, or of whichever it is. */
	static @Nullable StatelessOperation current() {
		return current.get();
	}

	static void end() {
		current.remove();
	}

	@Nullable SharedSessionContractImplementor session() {
		return this.session.get();
	}

	void add(Change collection) {
		this.collections.add(collection);
	}

	/** Whether a collection that its owner lacks was not told of yet. */
	boolean isUntold(CollectionPersister collection) {
		return !this.told.contains(collection);
	}

	void tell(CollectionPersister collection) {
		this.told.add(collection);
	}

	List<Change> collections() {
		return this.collections;
	}

}
