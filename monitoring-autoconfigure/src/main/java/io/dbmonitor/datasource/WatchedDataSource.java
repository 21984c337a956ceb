package io.dbmonitor.datasource;

import javax.sql.DataSource;

/**
 * Marks the wrapped data sources, so that none is wrapped twice. Public only because the
 * proxies that implement it lie in the packages of what they wrap.
 */
public interface WatchedDataSource extends DataSource {

}
