package io.dbmonitor.datasource;

import java.sql.Connection;

import javax.sql.DataSource;

/**
 * Makes the data source whose connections are watched.
 */
@FunctionalInterface
public interface DataSourceDecorator {

	/**
	 * Decorate a data source. Opens no connection.
	 * @param dataSource the watched data source
	 * @return what hands out watched connections in its place
	 */
	DataSource decorate(MonitoredDataSource dataSource);

	/**
	 * Return the connection that a data source handed out. Pools know their own
	 * connections only.
	 * @param connection a watched connection, or any other
	 * @return what is watched, or the connection itself where it is not watched
	 */
	default Connection undecorate(Connection connection) {
		return connection;
	}

}
