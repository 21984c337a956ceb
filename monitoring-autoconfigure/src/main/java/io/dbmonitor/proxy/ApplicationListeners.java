package io.dbmonitor.proxy;

import java.util.List;

import javax.sql.DataSource;

import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.fault.Faults;
import net.ttddyy.dsproxy.listener.MethodExecutionListener;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import net.ttddyy.dsproxy.transform.ParameterTransformer;
import net.ttddyy.dsproxy.transform.QueryTransformer;

/**
 * What the application itself wants of datasource-proxy, in order.
 *
 * @param queryListeners told of statements
 * @param methodListeners told of calls
 * @param queryTransformers change statements; datasource-proxy takes one, so the last
 * counts
 * @param parameterTransformers change parameters; the last counts
 * @param customizers change whatever else there is
 */
public record ApplicationListeners(List<QueryExecutionListener> queryListeners,
		List<MethodExecutionListener> methodListeners, List<QueryTransformer> queryTransformers,
		List<ParameterTransformer> parameterTransformers, List<ProxyDataSourceBuilderCustomizer> customizers) {

	/**
	 * Let the application listen.
	 * @param dataSource the data source
	 * @param faults where the faults of listeners go, which datasource-proxy would throw
	 * at the application in place of its own exceptions
	 * @return the data source itself where the application wants nothing
	 */
	DataSource listenTo(MonitoredDataSource dataSource, Faults faults) {
		if (isEmpty()) {
			return dataSource.target();
		}
		ProxyDataSourceBuilder builder = ProxyDataSourceBuilder.create(dataSource.name(), dataSource.target());
		this.queryListeners.forEach((listener) -> builder.listener(new GuardedQueryListener(listener, faults)));
		this.methodListeners.forEach((listener) -> builder.methodListener(new GuardedMethodListener(listener, faults)));
		this.queryTransformers.forEach(builder::queryTransformer);
		this.parameterTransformers.forEach(builder::parameterTransformer);
		this.customizers.forEach((customizer) -> customizer.customize(dataSource.name(), builder));
		return builder.build();
	}

	private boolean isEmpty() {
		return this.queryListeners.isEmpty() && this.methodListeners.isEmpty() && this.queryTransformers.isEmpty()
				&& this.parameterTransformers.isEmpty() && this.customizers.isEmpty();
	}

}
