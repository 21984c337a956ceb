package io.dbmonitor.datasource;

import javax.sql.DataSource;

/**
 * Marks the wrapped data sources, so that none is wrapped twice.
 */
interface WatchedDataSource extends DataSource {

}
