package io.dbmonitor.connection;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.dbmonitor.datasource.SessionIds;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.apache.commons.dbcp2.DelegatingConnection;
import org.springframework.util.ClassUtils;

/**
 * The physical connections of one data source, as far as something was executed on them.
 * Nobody tells when a pool opens or closes one: it counts as opened when it is seen for
 * the first time, and as closed when a look at it finds it so, or when it is gone. Holds
 * none of them alive. Safe for use by several threads.
 */
final class PhysicalConnections {

	private static final Logger logger = LoggerFactory.getLogger(PhysicalConnections.class);

	private static final boolean DBCP2 = ClassUtils.isPresent("org.apache.commons.dbcp2.DelegatingConnection",
			PhysicalConnections.class.getClassLoader());

	private final String dataSource;

	private final SessionIds sessionIds;

	private final Faults faults;

	private final Map<Object, PhysicalConnection> known = new ConcurrentHashMap<>();

	private final ReferenceQueue<Connection> gone = new ReferenceQueue<>();

	private final AtomicLong opened = new AtomicLong();

	private volatile long closed;

	private volatile boolean unmapped;

	PhysicalConnections(String dataSource, SessionIds sessionIds, Faults faults) {
		this.dataSource = dataSource;
		this.sessionIds = sessionIds;
		this.faults = faults;
	}

	/**
	 * Find the physical connection below a pool's. Sends nothing.
	 * @param connection the pool's connection
	 * @return the physical connection
	 */
	PhysicalConnection of(Connection connection) {
		try {
			Connection physical = physical(connection);
			PhysicalConnection found = this.known.get(new Probe(physical));
			return (found != null) ? found : add(physical);
		}
		catch (SQLException ex) {
			// Closed meanwhile, or a pool that does not show what is below
			return PhysicalConnection.UNKNOWN;
		}
		catch (Throwable ex) {
			this.faults.report(Feature.CONNECTION, ex);
			return PhysicalConnection.UNKNOWN;
		}
	}

	private static Connection physical(Connection connection) throws SQLException {
		Connection found = connection.unwrap(Connection.class);
		return DBCP2 ? Dbcp2.physical(found) : found;
	}

	private PhysicalConnection add(Connection physical) throws SQLException {
		PhysicalConnection added = new PhysicalConnection(this.sessionIds.find(physical));
		PhysicalConnection other = this.known.putIfAbsent(new Key(physical, this.gone), added);
		if (other != null) {
			return other;
		}
		this.opened.incrementAndGet();
		logger.debug("Connection {} of the data source '{}' is in use for the first time", added.pid(),
				this.dataSource);
		return added;
	}

	/** Look which ones were closed. Called by one thread. */
	void look() {
		long before = this.opened.get();
		this.known.forEach((key, physical) -> {
			Connection connection = ((Key) key).get();
			if (connection != null && isClosed(connection)) {
				this.known.remove(key);
				logger.debug("Connection {} of the data source '{}' is closed", physical.pid(), this.dataSource);
			}
		});
		for (Reference<?> key = this.gone.poll(); key != null; key = this.gone.poll()) {
			this.known.remove(key);
		}
		this.closed = Math.max(this.closed, before - this.known.size());
	}

	private static boolean isClosed(Connection connection) {
		try {
			return connection.isClosed();
		}
		catch (SQLException ex) {
			// Not even that can be asked any more
			return true;
		}
	}

	long opened() {
		return this.opened.get();
	}

	long closed() {
		return this.closed;
	}

	/**
	 * Take in the sessions that the server shows. Called by one thread.
	 * @param sessions when each began, by their numbers
	 */
	void shown(Map<Integer, Instant> sessions) {
		this.unmapped = false;
		this.known.values().forEach((physical) -> physical.shown(sessions));
	}

	/** The numbers that drivers were told are not the server's. Called by one thread. */
	void unmapped() {
		this.unmapped = true;
	}

	/**
	 * Return the number by which the server knows a connection's session.
	 * @param connection the connection
	 * @return the number, {@code null} where it is not known
	 */
	@Nullable Integer pid(PhysicalConnection connection) {
		return this.unmapped ? null : connection.pid();
	}

	/**
	 * Whether a session is that of a connection that is open, lent or not.
	 * @param pid its number
	 * @param start when it began, {@code null} where that is not known
	 * @return whether it is
	 */
	boolean areServedBy(int pid, @Nullable Instant start) {
		return this.known.values().stream().anyMatch((physical) -> physical.isServedBy(pid, start));
	}

	/**
	 * What Commons DBCP lends is made anew each time, and is all that it shows by itself.
	 */
	private static final class Dbcp2 {

		static Connection physical(Connection connection) {
			Connection innermost = (connection instanceof DelegatingConnection<?> guard)
					? guard.getInnermostDelegateInternal() : null;
			return (innermost != null) ? innermost : connection;
		}

	}

	/** A connection by its identity, which does not keep it alive. */
	private static final class Key extends WeakReference<Connection> {

		private final int hash;

		private Key(Connection connection, ReferenceQueue<Connection> queue) {
			super(connection, queue);
			this.hash = System.identityHashCode(connection);
		}

		@Override
		public boolean equals(@Nullable Object other) {
			Connection connection = get();
			return this == other || (connection != null && other instanceof Key key && key.get() == connection);
		}

		@Override
		public int hashCode() {
			return this.hash;
		}

	}

	/**
	 * Finds a key without being a reference, each of which the garbage collector looks
	 * at.
	 */
	private static final class Probe {

		private final Connection connection;

		private Probe(Connection connection) {
			this.connection = connection;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Key key && key.get() == this.connection;
		}

		@Override
		public int hashCode() {
			return System.identityHashCode(this.connection);
		}

	}

}
