package io.dbmonitor.datasource;

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

}
