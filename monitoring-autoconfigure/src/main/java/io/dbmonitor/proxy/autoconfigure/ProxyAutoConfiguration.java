package io.dbmonitor.proxy.autoconfigure;

import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.AuditedTables;
import io.dbmonitor.audit.MapperStatements;
import io.dbmonitor.connection.Leases;
import io.dbmonitor.connection.autoconfigure.ConnectionAutoConfiguration;
import io.dbmonitor.datasource.DataSourceDecorator;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.proxy.ApplicationListeners;
import io.dbmonitor.proxy.ProxyDataSourceBuilderCustomizer;
import io.dbmonitor.proxy.ProxyDataSourceDecorator;
import io.dbmonitor.proxy.StatementAudit;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.autoconfigure.QueryAutoConfiguration;
import io.dbmonitor.work.CallSites;
import io.dbmonitor.work.CurrentWork;
import io.dbmonitor.work.autoconfigure.WorkAutoConfiguration;
import net.ttddyy.dsproxy.listener.MethodExecutionListener;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.support.ProxyDataSource;
import net.ttddyy.dsproxy.transform.ParameterTransformer;
import net.ttddyy.dsproxy.transform.QueryTransformer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * Auto-configuration of the JDBC entrance.
 */
@AutoConfiguration(
		after = { WorkAutoConfiguration.class, QueryAutoConfiguration.class, ConnectionAutoConfiguration.class })
@ConditionalOnClass(ProxyDataSource.class)
@ConditionalOnBean(MonitoredDataSources.class)
@ImportRuntimeHints(ProxyRuntimeHints.class)
public final class ProxyAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ApplicationListeners dbmonitorApplicationListeners(ObjectProvider<QueryExecutionListener> queryListeners,
			ObjectProvider<MethodExecutionListener> methodListeners, ObjectProvider<QueryTransformer> queryTransformers,
			ObjectProvider<ParameterTransformer> parameterTransformers,
			ObjectProvider<ProxyDataSourceBuilderCustomizer> customizers) {
		return new ApplicationListeners(queryListeners.orderedStream().toList(),
				methodListeners.orderedStream().toList(), queryTransformers.orderedStream().toList(),
				parameterTransformers.orderedStream().toList(), customizers.orderedStream().toList());
	}

	/** Asks for the recorder no sooner than an entity's table is written. */
	@Bean
	@ConditionalOnMissingBean
	StatementAudit dbmonitorStatementAudit(ObjectProvider<AuditedTables> tables,
			ObjectProvider<MapperStatements> mapper, ObjectProvider<AuditRecorder> recorder, CallSites callSites,
			Faults faults) {
		return new StatementAudit(tables::getIfAvailable, mapper::getIfAvailable, recorder::getIfAvailable, callSites,
				faults);
	}

	@Bean
	@ConditionalOnMissingBean
	DataSourceDecorator dbmonitorDataSourceDecorator(ObjectProvider<QueryStatistics> queries,
			ObjectProvider<Leases> leases, CurrentWork currentWork, StatementAudit statementAudit,
			ApplicationListeners listeners, Faults faults) {
		return new ProxyDataSourceDecorator(queries.getIfAvailable(), leases.getIfAvailable(), currentWork,
				statementAudit, listeners, faults);
	}

}
