package io.dbmonitor.proxy;

import java.sql.Connection;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import io.dbmonitor.connection.Leases;
import io.dbmonitor.datasource.DataSourceDecorator;
import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.work.CurrentWork;
import net.ttddyy.dsproxy.proxy.ProxyJdbcObject;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.util.ClassUtils;

/**
 * Decorates data sources with datasource-proxy.
 */
public final class ProxyDataSourceDecorator implements DataSourceDecorator {

	private static final boolean HIKARI = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			ProxyDataSourceDecorator.class.getClassLoader());

	private final @Nullable QueryStatistics queries;

	private final @Nullable Leases leases;

	private final CurrentWork currentWork;

	private final StatementAudit statementAudit;

	private final ApplicationListeners listeners;

	private final Faults faults;

	/**
	 * Make a decorator.
	 * @param queries where statements are recorded, or {@code null} to record none
	 * @param leases where leases are noted, or {@code null} to note none
	 * @param currentWork tells what statements are executed for
	 * @param statementAudit hears of what is written past the object-relational mapper
	 * @param listeners what the application wants of datasource-proxy
	 * @param faults where faults go
	 */
	public ProxyDataSourceDecorator(@Nullable QueryStatistics queries, @Nullable Leases leases, CurrentWork currentWork,
			StatementAudit statementAudit, ApplicationListeners listeners, Faults faults) {
		this.statementAudit = statementAudit;
		this.listeners = listeners;
		this.faults = faults;
		this.currentWork = currentWork;
		this.queries = queries;
		this.leases = leases;
	}

	@Override
	public DataSource decorate(MonitoredDataSource dataSource) {
		ConnectionWatcher watcher = new ConnectionWatcher(dataSource.name(),
				(this.queries != null) ? this.queries.recorder(dataSource) : null,
				(this.leases != null) ? this.leases.of(dataSource.name()) : null, this.currentWork, this.statementAudit,
				HIKARI ? Hikari.autoCommit(dataSource) : null);
		return new WatchedProxyDataSource(this.listeners.listenTo(dataSource, this.faults), dataSource.name(), watcher);
	}

	@Override
	public Connection undecorate(Connection connection) {
		Connection target = (connection instanceof WatchedConnection watched) ? watched.unwatched() : connection;
		// Below is datasource-proxy's own, where the application has listeners
		return (target instanceof ProxyJdbcObject proxy && proxy.getTarget() instanceof Connection pooled) ? pooled
				: target;
	}

	/** HikariCP lends each connection in the mode that it was configured with. */
	private static final class Hikari {

		static @Nullable Boolean autoCommit(MonitoredDataSource dataSource) {
			HikariDataSource pool = DataSourceUnwrapper.unwrap(dataSource.target(), HikariConfigMXBean.class,
					HikariDataSource.class);
			return (pool != null) ? pool.isAutoCommit() : null;
		}

	}

}
