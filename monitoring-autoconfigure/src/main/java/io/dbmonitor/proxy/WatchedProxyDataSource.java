package io.dbmonitor.proxy;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import net.ttddyy.dsproxy.proxy.ProxyConfig;
import net.ttddyy.dsproxy.support.ProxyDataSource;

import org.springframework.jdbc.datasource.ConnectionProxy;

/**
 * A datasource-proxy data source without datasource-proxy's reflective way to the
 * connection. Nobody listens to it: the application's own listeners have a data source of
 * their own below.
 */
final class WatchedProxyDataSource extends ProxyDataSource {

	private final ConnectionWatcher watcher;

	WatchedProxyDataSource(DataSource dataSource, String name, ConnectionWatcher watcher) {
		super(dataSource);
		setProxyConfig(ProxyConfig.Builder.create().dataSourceName(name).build());
		this.watcher = watcher;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return watch(getDataSource()::getConnection);
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return watch(() -> getDataSource().getConnection(username, password));
	}

	private Connection watch(ConnectionSource source) throws SQLException {
		long asked = System.nanoTime();
		Connection connection;
		try {
			connection = source.get();
		}
		catch (SQLException | RuntimeException ex) {
			this.watcher.failed(System.nanoTime() - asked);
			throw ex;
		}
		long got = System.nanoTime();
		return isWatched(connection) ? connection : this.watcher.watch(connection, asked, got);
	}

	/** Where a connection comes from. */
	@FunctionalInterface
	private interface ConnectionSource {

		Connection get() throws SQLException;

	}

	/**
	 * Whether somebody below has wrapped the connection: a data source of the user's own
	 * can lead to a watched one in ways that its wrapping could not see. Spring's lazy
	 * connections must not be asked, the question alone would make them fetch their
	 * target.
	 */
	private static boolean isWatched(Connection connection) {
		if (connection instanceof WatchedConnection || connection instanceof ConnectionProxy) {
			return true;
		}
		try {
			return connection.isWrapperFor(WatchedConnection.class);
		}
		catch (SQLException | RuntimeException | LinkageError ex) {
			// An old driver, which the application never asks
			return false;
		}
	}

}
