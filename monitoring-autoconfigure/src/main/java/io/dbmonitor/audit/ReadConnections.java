package io.dbmonitor.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.dbmonitor.datasource.MonitorConnections;
import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.datasource.MonitoredDataSources;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections that reads are written on, one for each data source, outside of its
 * pool. Belongs to the thread that writes.
 */
final class ReadConnections {

	private static final Logger logger = LoggerFactory.getLogger(ReadConnections.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final MonitoredDataSources dataSources;

	private final MonitorConnections connections = new MonitorConnections();

	private final Map<String, Connection> open = new HashMap<>();

	ReadConnections(MonitoredDataSources dataSources) {
		this.dataSources = dataSources;
	}

	/**
	 * Return which data source is meant.
	 * @param known its name, where it is known
	 * @return the name; where it is not known that of the only one, and empty where there
	 * are several
	 */
	String name(@Nullable String known) {
		if (known != null) {
			return known;
		}
		List<MonitoredDataSource> all = this.dataSources.all();
		return (all.size() == 1) ? all.get(0).name() : "";
	}

	/**
	 * Return a connection to a data source's database.
	 * @param name the data source's name
	 * @return an open connection, not in auto-commit mode
	 * @throws SQLException if there is none
	 */
	Connection get(String name) throws SQLException {
		Connection known = this.open.get(name);
		if (known != null && known.isValid((int) TIMEOUT.toSeconds())) {
			return known;
		}
		close(name);
		MonitoredDataSource dataSource = this.dataSources.all()
			.stream()
			.filter((candidate) -> candidate.name().equals(name))
			.findFirst()
			.orElseThrow(
					() -> new SQLException("Reads cannot be kept, as their data source is not known or not watched"));
		Connection connection = this.connections.openLikeThePool(dataSource, Map.of(), TIMEOUT);
		this.open.put(name, connection);
		connection.setAutoCommit(false);
		return connection;
	}

	void close() {
		List.copyOf(this.open.keySet()).forEach(this::close);
	}

	void close(String name) {
		Connection connection = this.open.remove(name);
		if (connection != null) {
			try {
				connection.close();
			}
			catch (SQLException ex) {
				logger.debug("The connection to '{}' that reads are written on did not close", name, ex);
			}
		}
	}

}
