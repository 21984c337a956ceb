package io.dbmonitor.proxy;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;

import javax.sql.DataSource;

import io.dbmonitor.connection.LeaseRegistry;
import io.dbmonitor.query.StatementRecorder;
import io.dbmonitor.work.CurrentWork;
import net.ttddyy.dsproxy.ConnectionInfo;
import net.ttddyy.dsproxy.proxy.JdbcProxyFactory;
import net.ttddyy.dsproxy.proxy.ProxyConfig;
import org.jspecify.annotations.Nullable;

/**
 * Makes plain delegating objects where datasource-proxy would make JDK proxies. Only
 * connections are asked of it: a watched connection makes its statements itself.
 */
final class WatchingJdbcProxyFactory implements JdbcProxyFactory {

	private final @Nullable StatementRecorder recorder;

	private final @Nullable LeaseRegistry leases;

	private final CurrentWork currentWork;

	WatchingJdbcProxyFactory(@Nullable StatementRecorder recorder, @Nullable LeaseRegistry leases,
			CurrentWork currentWork) {
		this.recorder = recorder;
		this.leases = leases;
		this.currentWork = currentWork;
	}

	@Override
	public Connection createConnection(Connection connection, ConnectionInfo connectionInfo, ProxyConfig proxyConfig) {
		return new WatchedConnection(connection, this.recorder, (this.leases != null) ? this.leases.begin() : null,
				this.currentWork);
	}

	@Override
	public DataSource createDataSource(DataSource dataSource, ProxyConfig proxyConfig) {
		return dataSource;
	}

	@Override
	public Statement createStatement(Statement statement, ConnectionInfo connectionInfo, Connection proxyConnection,
			ProxyConfig proxyConfig) {
		return statement;
	}

	@Override
	public PreparedStatement createPreparedStatement(PreparedStatement preparedStatement, String query,
			ConnectionInfo connectionInfo, Connection proxyConnection, ProxyConfig proxyConfig, boolean generateKey) {
		return preparedStatement;
	}

	@Override
	public CallableStatement createCallableStatement(CallableStatement callableStatement, String query,
			ConnectionInfo connectionInfo, Connection proxyConnection, ProxyConfig proxyConfig) {
		return callableStatement;
	}

	@Override
	public ResultSet createResultSet(ResultSet resultSet, ConnectionInfo connectionInfo, ProxyConfig proxyConfig) {
		return resultSet;
	}

	@Override
	public ResultSet createGeneratedKeys(ResultSet resultSet, ConnectionInfo connectionInfo, ProxyConfig proxyConfig) {
		return resultSet;
	}

}
