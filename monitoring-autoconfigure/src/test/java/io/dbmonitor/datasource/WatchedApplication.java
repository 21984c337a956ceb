package io.dbmonitor.datasource;

import java.util.Map;
import java.util.TreeMap;

import javax.sql.DataSource;

import io.dbmonitor.connection.Leases;
import io.dbmonitor.connection.autoconfigure.ConnectionAutoConfiguration;
import io.dbmonitor.datasource.autoconfigure.MonitoredDataSourceAutoConfiguration;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.fault.autoconfigure.FaultAutoConfiguration;
import io.dbmonitor.proxy.autoconfigure.ProxyAutoConfiguration;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.StatementSnapshot;
import io.dbmonitor.query.autoconfigure.QueryAutoConfiguration;
import io.dbmonitor.work.autoconfigure.WorkAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What the tests of the wrapping share: a context with the wrapping and nothing more.
 */
final class WatchedApplication {

	private WatchedApplication() {
	}

	static ApplicationContextRunner runner(Class<?>... configurations) {
		return new ApplicationContextRunner().withAllowBeanDefinitionOverriding(false)
			.withConfiguration(AutoConfigurations.of(FaultAutoConfiguration.class,
					MonitoredDataSourceAutoConfiguration.class, QueryAutoConfiguration.class,
					ConnectionAutoConfiguration.class, WorkAutoConfiguration.class, ProxyAutoConfiguration.class))
			.withUserConfiguration(configurations);
	}

	/** Send a statement with a marker in it. */
	static void query(DataSource dataSource, String marker) {
		new JdbcTemplate(dataSource).queryForList("select 1 as " + marker);
	}

	/** How often statements with a marker were counted, by data source. */
	static Map<String, Long> calls(ApplicationContext context, String marker) {
		Map<String, Long> calls = new TreeMap<>();
		for (StatementSnapshot statement : context.getBean(QueryStatistics.class).all()) {
			if (statement.statement().contains(marker)) {
				calls.merge(statement.dataSource(), statement.calls(), Long::sum);
			}
		}
		return calls;
	}

	static long faults(ApplicationContext context) {
		return context.getBean(Faults.class).faults(Feature.DATASOURCE);
	}

	static int leases(ApplicationContext context) {
		return context.getBean(Leases.class).snapshot(1000).size();
	}

}
