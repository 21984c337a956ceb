package io.dbmonitor.datasource;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * Opens the monitor's own connections: outside the pool, with the data source's own URL
 * and credentials, never through the wrapping, so the monitor's statements do not show in
 * its own statistics.
 */
public final class MonitorConnections {

	/**
	 * Open a connection in the pool's catalog, where it has one: on MariaDB and MySQL the
	 * database. The schema stays the role's own, since a pooler would hand a search path
	 * on to others. Blocks as long as the driver's properties let it.
	 * @param dataSource whose database to connect to
	 * @param driverProperties properties of the driver, which win over the data source's
	 * but not over those in its JDBC URL
	 * @param networkTimeout how long to wait for an answer, whatever the URL says
	 * @return an open connection, which the caller closes
	 * @throws SQLException if the database cannot be reached, or if the data source does
	 * not tell its URL
	 */
	public Connection open(MonitoredDataSource dataSource, Map<String, String> driverProperties,
			Duration networkTimeout) throws SQLException {
		return open(dataSource, ConnectionSettings.of(dataSource.target()), driverProperties, networkTimeout);
	}

	/**
	 * Open a connection on which names without a schema mean what they mean on the
	 * pool's: in its schema and its catalog, where it has such. Blocks as long as the
	 * driver's properties let it.
	 * @param dataSource whose database to connect to
	 * @param driverProperties properties of the driver, which win over the data source's
	 * but not over those in its JDBC URL
	 * @param networkTimeout how long to wait for an answer, whatever the URL says
	 * @return an open connection, which the caller closes
	 * @throws SQLException if the database cannot be reached, or if the data source does
	 * not tell its URL
	 */
	public Connection openLikeThePool(MonitoredDataSource dataSource, Map<String, String> driverProperties,
			Duration networkTimeout) throws SQLException {
		ConnectionSettings settings = ConnectionSettings.of(dataSource.target());
		Connection connection = open(dataSource, settings, driverProperties, networkTimeout);
		try {
			if (settings.schema() != null) {
				connection.setSchema(settings.schema());
			}
			return connection;
		}
		catch (SQLException | RuntimeException ex) {
			connection.close();
			throw ex;
		}
	}

	private static Connection open(MonitoredDataSource dataSource, ConnectionSettings connectionSettings,
			Map<String, String> driverProperties, Duration networkTimeout) throws SQLException {
		SimpleDriverDataSource settings = connectionSettings.dataSource();
		if (settings == null) {
			throw new SQLException("The data source '" + dataSource.name()
					+ "' does not tell its JDBC URL, so the monitor cannot open a connection of its own");
		}
		Properties properties = new Properties();
		Properties configured = settings.getConnectionProperties();
		if (configured != null) {
			properties.putAll(configured);
		}
		properties.putAll(driverProperties);
		settings.setConnectionProperties(properties);
		Connection connection = settings.getConnection();
		try {
			connection.setNetworkTimeout(Runnable::run, Math.toIntExact(networkTimeout.toMillis()));
			if (connectionSettings.catalog() != null) {
				connection.setCatalog(connectionSettings.catalog());
			}
			return connection;
		}
		catch (SQLException | RuntimeException ex) {
			connection.close();
			throw ex;
		}
	}

}
