package io.dbmonitor.connection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.SQLException;
import java.sql.Statement;

import io.dbmonitor.work.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * A connection in the hands of the application, from {@code getConnection} to
 * {@code close}: who holds it and what is done with it. Written by the thread that works
 * with the connection, read by any. The writer takes no lock and waits for nobody: each
 * change ends with a number, by which a reader sees whether what it read belongs
 * together.
 */
public final class Lease {

	private static final VarHandle VERSION = field("version", long.class);

	private static final VarHandle FIRST_LOOK = field("firstLook", FirstLook.class);

	private static final int ATTEMPTS = 10;

	/** Stays, whatever is still tried with a connection that was given back. */
	private static final long ENDED = Long.MIN_VALUE;

	private final LeaseRegistry registry;

	private final long startedNanos;

	/** Where the registry keeps it. */
	private int slot;

	/** Odd while the fields below change, negative when the lease has ended. */
	@SuppressWarnings("unused")
	private long version;

	private Thread thread;

	private @Nullable UnitOfWork work;

	private @Nullable String transaction;

	private @Nullable PhysicalConnection physical;

	/** The one that runs, or ran last. */
	private @Nullable String statement;

	private @Nullable Statement running;

	private @Nullable Boolean inTransaction = false;

	/** Since when it executes, or does not. */
	private long changedNanos;

	@SuppressWarnings("unused")
	private @Nullable FirstLook firstLook;

	Lease(LeaseRegistry registry, Thread thread, long startedNanos) {
		this.registry = registry;
		this.thread = thread;
		this.startedNanos = startedNanos;
		this.changedNanos = startedNanos;
	}

	private static VarHandle field(String name, Class<?> type) {
		try {
			return MethodHandles.lookup().findVarHandle(Lease.class, name, type);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/**
	 * Note what the connection is used for.
	 * @param work the unit of work
	 * @param transaction the name of the transaction, if any
	 */
	public void use(UnitOfWork work, @Nullable String transaction) {
		long version = change();
		this.work = work;
		this.transaction = transaction;
		changed(version);
	}

	/**
	 * Note the physical connection. Asked at the first execution, when the application
	 * has done what it wants to do before.
	 * @param connection the pool's connection
	 */
	public void connected(java.sql.Connection connection) {
		PhysicalConnection found = this.registry.physicalConnections().of(connection);
		long version = change();
		this.physical = found;
		changed(version);
	}

	/**
	 * Whether the physical connection is still to be noted.
	 * @return whether {@link #connected} was not called yet
	 */
	public boolean isNew() {
		return this.physical == null;
	}

	/**
	 * A statement begins to be executed.
	 * @param statement its normalised text
	 * @param running what can be cancelled
	 * @param now when, by {@link System#nanoTime()}
	 */
	public void executing(String statement, Statement running, long now) {
		long version = change();
		this.thread = Thread.currentThread();
		this.statement = statement;
		this.running = running;
		this.changedNanos = now;
		changed(version);
	}

	/**
	 * A statement was executed.
	 * @param inTransaction whether a transaction is open now, {@code null} where that is
	 * not known without asking the driver
	 * @param now when, by {@link System#nanoTime()}
	 */
	public void executed(@Nullable Boolean inTransaction, long now) {
		long version = change();
		this.running = null;
		this.inTransaction = inTransaction;
		this.changedNanos = now;
		changed(version);
	}

	/**
	 * Note whether a transaction is open.
	 * @param inTransaction whether it is, {@code null} where that is not known without
	 * asking the driver
	 */
	public void inTransaction(@Nullable Boolean inTransaction) {
		long version = change();
		this.inTransaction = inTransaction;
		changed(version);
	}

	/**
	 * End the lease. Only the first call counts: JDBC allows to close a connection twice.
	 * @param now when, by {@link System#nanoTime()}
	 */
	public void end(long now) {
		long version = (long) VERSION.get(this);
		if (version >= 0) {
			VERSION.setRelease(this, version | ENDED);
			this.registry.end(this, now);
		}
	}

	private long change() {
		// Where two threads work with one connection, a number is lost and none stays odd
		long version = (long) VERSION.get(this) | 1;
		VERSION.setOpaque(this, version);
		VarHandle.storeStoreFence();
		return version;
	}

	private void changed(long version) {
		VERSION.setRelease(this, version + 1);
	}

	/**
	 * Read it as it is at one moment.
	 * @return what it was, or {@code null} where it has ended
	 */
	@Nullable State read() {
		for (int i = 0; i < ATTEMPTS; i++) {
			long before = (long) VERSION.getAcquire(this);
			if (before < 0) {
				return null;
			}
			State state = new State(this, this.thread, this.work, this.transaction, this.physical, this.statement,
					this.running, this.inTransaction, this.changedNanos);
			VarHandle.loadLoadFence();
			if ((long) VERSION.getOpaque(this) == before && (before & 1) == 0) {
				return state;
			}
			Thread.onSpinWait();
		}
		// It changes faster than it can be read: alive, and busy with something
		return new State(this, this.thread, this.work, this.transaction, this.physical, this.statement, null, null,
				System.nanoTime());
	}

	/**
	 * Return when the connection was taken.
	 * @return by {@link System#nanoTime()}
	 */
	long startedNanos() {
		return this.startedNanos;
	}

	int slot() {
		return this.slot;
	}

	void slot(int slot) {
		this.slot = slot;
	}

	/**
	 * Return what the first look at the holder found.
	 * @return {@code null} where the lease is young
	 */
	@Nullable FirstLook firstLook() {
		return (FirstLook) FIRST_LOOK.getAcquire(this);
	}

	void firstLook(FirstLook look) {
		FIRST_LOOK.setRelease(this, look);
	}

	/**
	 * A lease at one moment.
	 *
	 * @param lease the lease
	 * @param thread the thread that took the connection, or worked with it last
	 * @param work what it is used for
	 * @param transaction the name of the transaction
	 * @param physical the physical connection, {@code null} before the first execution
	 * @param last the statement that runs, or ran last
	 * @param running what can be cancelled, {@code null} where none runs
	 * @param inTransaction whether a transaction is open, {@code null} where that is not
	 * known
	 * @param changedNanos since when the statement runs, or none does
	 */
	record State(Lease lease, Thread thread, @Nullable UnitOfWork work, @Nullable String transaction,
			@Nullable PhysicalConnection physical, @Nullable String last, @Nullable Statement running,
			@Nullable Boolean inTransaction, long changedNanos) {

		/** The running statement. */
		@Nullable String statement() {
			return (this.running != null) ? this.last : null;
		}

		/**
		 * Cancel the running statement.
		 * @return whether there was one
		 * @throws SQLException if the driver cannot
		 */
		boolean cancel() throws SQLException {
			if (this.running == null) {
				return false;
			}
			this.running.cancel();
			return true;
		}

	}

}
