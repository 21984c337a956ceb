package io.dbmonitor.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import io.dbmonitor.datasource.SessionIds;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.util.ConcurrentReferenceHashMap.ReferenceType;

/**
 * The physical connections of one data source, as far as something was executed on them.
 * Nobody tells when a pool opens or closes one: it counts as opened when it is seen for
 * the first time, and as closed when a look at it finds it so, or when it is gone. Holds
 * none of them alive. Safe for use by several threads.
 */
final class PhysicalConnections {

	private static final Logger logger = LoggerFactory.getLogger(PhysicalConnections.class);

	/**
	 * What Commons DBCP lends is made anew each time, and does not show what is below.
	 */
	private static final String GUARDS = "org.apache.commons.dbcp2.";

	private final String dataSource;

	private final SessionIds sessionIds;

	private final Faults faults;

	private final Map<Connection, PhysicalConnection> known = new ConcurrentReferenceHashMap<>(16, ReferenceType.WEAK);

	private final AtomicLong opened = new AtomicLong();

	private volatile long closed;

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
			Connection physical = connection.unwrap(Connection.class);
			if (physical.getClass().getName().startsWith(GUARDS)) {
				return new PhysicalConnection(this.sessionIds.find(physical));
			}
			PhysicalConnection found = this.known.get(physical);
			return (found != null) ? found : add(physical);
		}
		catch (SQLException ex) {
			// Closed meanwhile, or a pool that does not show what is below
			return PhysicalConnection.UNKNOWN;
		}
		catch (RuntimeException | LinkageError ex) {
			this.faults.report(Feature.CONNECTION, ex);
			return PhysicalConnection.UNKNOWN;
		}
	}

	private PhysicalConnection add(Connection physical) throws SQLException {
		PhysicalConnection added = new PhysicalConnection(this.sessionIds.find(physical));
		PhysicalConnection other = this.known.putIfAbsent(physical, added);
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
		this.known.forEach((connection, physical) -> {
			if (isClosed(connection) && this.known.remove(connection, physical)) {
				logger.debug("Connection {} of the data source '{}' is closed", physical.pid(), this.dataSource);
			}
		});
		((ConcurrentReferenceHashMap<?, ?>) this.known).purgeUnreferencedEntries();
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
	 * Return the sessions of the connections that are open, lent or not.
	 * @return their numbers
	 */
	Set<Integer> pids() {
		return this.known.values()
			.stream()
			.map(PhysicalConnection::pid)
			.filter(Objects::nonNull)
			.collect(Collectors.toSet());
	}

}
