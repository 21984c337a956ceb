package io.dbmonitor.work;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * One thing that the application does: a request, a job, a message, or else a
 * transaction. Usually one thread works on it; where several do, what they attach to it
 * must cope.
 */
public final class UnitOfWork {

	private static final AtomicLong sequence = new AtomicLong();

	private final long id = sequence.incrementAndGet();

	private final WorkKind kind;

	private final Supplier<@Nullable String> nameSupplier;

	private volatile @Nullable String name;

	private final @Nullable WorkBudgets budgets;

	private final boolean afterwards;

	private final Budget budget = new Budget();

	private volatile @Nullable String traceId;

	private volatile boolean ended;

	/** The one that was made last, which leads to the others. */
	private volatile @Nullable WorkAttachment attachments;

	/**
	 * Begin a unit of work.
	 * @param kind what it is
	 * @param name gives its name, which can become known only later; asked until the unit
	 * ends, and not afterwards
	 */
	public UnitOfWork(WorkKind kind, Supplier<@Nullable String> name) {
		this(kind, name, null);
	}

	/**
	 * Begin a unit of work whose time is kept.
	 * @param kind what it is
	 * @param name gives its name, which can become known only later; asked until the unit
	 * ends, and not afterwards
	 * @param budgets where its time is added when it ends, or {@code null}
	 */
	public UnitOfWork(WorkKind kind, Supplier<@Nullable String> name, @Nullable WorkBudgets budgets) {
		this(kind, name, budgets, false);
	}

	private UnitOfWork(WorkKind kind, Supplier<@Nullable String> name, @Nullable WorkBudgets budgets,
			boolean afterwards) {
		this.kind = kind;
		this.nameSupplier = name;
		this.budgets = budgets;
		this.afterwards = afterwards;
	}

	/**
	 * Begin what goes on under the name of a unit of work that has ended: on a thread
	 * that it has started, for example.
	 * @return a unit of the same kind and name, which is over with its transaction, or
	 * when its connection is given back
	 */
	public UnitOfWork goOn() {
		return new UnitOfWork(this.kind, this::name, this.budgets, true);
	}

	/**
	 * Whether nobody else ends it, so that it is over with its transaction, or when its
	 * connection is given back.
	 * @return whether it is no request, job, message or event that somebody sees the end
	 * of
	 */
	public boolean endsWithTransaction() {
		return this.afterwards || this.kind == WorkKind.TRANSACTION || this.kind == WorkKind.OTHER;
	}

	/** Whether it goes on for another one, which was counted already. */
	boolean isAfterwards() {
		return this.afterwards;
	}

	/**
	 * Return what identifies it in this process.
	 * @return a number
	 */
	public long id() {
		return this.id;
	}

	/**
	 * Return what it is.
	 * @return the kind
	 */
	public WorkKind kind() {
		return this.kind;
	}

	/**
	 * Return how it is called: {@code GET /orders/{id}}, {@code ReportJob.run}, or the
	 * name of a transaction.
	 * @return the name as far as it is known now, or {@code null}
	 */
	public @Nullable String name() {
		return this.ended ? this.name : this.nameSupplier.get();
	}

	/**
	 * Return the trace that it belongs to.
	 * @return the id of the trace, or {@code null}
	 */
	public @Nullable String traceId() {
		return this.traceId;
	}

	void traceId(@Nullable String traceId) {
		this.traceId = traceId;
	}

	/**
	 * Return where its time goes.
	 * @return the budget, to be added to
	 */
	public Budget budget() {
		return this.budget;
	}

	/**
	 * End the unit of work: its name is settled, and nothing is counted for it any more.
	 */
	public void end() {
		if (!this.ended) {
			this.name = this.nameSupplier.get();
			this.ended = true;
			if (this.budgets != null) {
				this.budgets.ended(this);
			}
		}
	}

	/**
	 * Whether the unit of work has ended.
	 * @return whether it has
	 */
	public boolean hasEnded() {
		return this.ended;
	}

	/**
	 * Return what a feature keeps for the time of this unit of work.
	 * @param <T> the type
	 * @param type the type, which identifies it
	 * @param factory makes it when it is asked for first
	 * @return the one of this unit of work
	 */
	public <T extends WorkAttachment> T attachment(Class<T> type, Supplier<T> factory) {
		T found = find(type);
		return (found != null) ? found : attach(type, factory);
	}

	private <T extends WorkAttachment> @Nullable T find(Class<T> type) {
		for (WorkAttachment attachment = this.attachments; attachment != null; attachment = attachment.next) {
			if (attachment.getClass() == type) {
				return type.cast(attachment);
			}
		}
		return null;
	}

	private synchronized <T extends WorkAttachment> T attach(Class<T> type, Supplier<T> factory) {
		T found = find(type);
		if (found == null) {
			found = factory.get();
			found.next = this.attachments;
			this.attachments = found;
		}
		return found;
	}

}
