package io.dbmonitor.proxy;

import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.fault.Faults;
import net.ttddyy.dsproxy.listener.ChainListener;
import net.ttddyy.dsproxy.listener.CompositeMethodListener;
import net.ttddyy.dsproxy.listener.MethodExecutionListener;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.proxy.ProxyConfig;
import net.ttddyy.dsproxy.support.ProxyDataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import net.ttddyy.dsproxy.transform.ParameterReplacer;
import net.ttddyy.dsproxy.transform.ParameterTransformer;
import net.ttddyy.dsproxy.transform.QueryTransformer;
import net.ttddyy.dsproxy.transform.TransformInfo;

/**
 * What the application itself wants of datasource-proxy, in order.
 *
 * @param queryListeners told of statements
 * @param methodListeners told of calls
 * @param queryTransformers change statements, each what the one before made of it
 * @param parameterTransformers change parameters, each what the one before left
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
		this.queryListeners.forEach(builder::listener);
		this.methodListeners.forEach(builder::methodListener);
		if (!this.queryTransformers.isEmpty()) {
			builder.queryTransformer(this::transformQuery);
		}
		if (!this.parameterTransformers.isEmpty()) {
			builder.parameterTransformer(this::transformParameters);
		}
		this.customizers.forEach((customizer) -> customizer.customize(dataSource.name(), builder));
		ProxyDataSource proxy = builder.build();
		guard(proxy.getProxyConfig(), faults);
		return proxy;
	}

	/** Those that customizers have added are among them only now. */
	private static void guard(ProxyConfig config, Faults faults) {
		ChainListener queries = config.getQueryListener();
		queries.setListeners(new ArrayList<>(queries.getListeners()
			.stream()
			.map((listener) -> new GuardedQueryListener(listener, faults))
			.toList()));
		CompositeMethodListener methods = config.getMethodListener();
		methods.setListeners(new ArrayList<>(methods.getListeners()
			.stream()
			.map((listener) -> new GuardedMethodListener(listener, faults))
			.toList()));
	}

	private String transformQuery(TransformInfo info) {
		String query = info.getQuery();
		for (QueryTransformer transformer : this.queryTransformers) {
			query = transformer.transformQuery(new TransformInfo(info.getClazz(), info.getDataSourceName(), query,
					info.isBatch(), info.getCount()));
		}
		return query;
	}

	private void transformParameters(ParameterReplacer parameters, TransformInfo info) {
		this.parameterTransformers.forEach((transformer) -> transformer.transformParameters(parameters, info));
	}

	private boolean isEmpty() {
		return this.queryListeners.isEmpty() && this.methodListeners.isEmpty() && this.queryTransformers.isEmpty()
				&& this.parameterTransformers.isEmpty() && this.customizers.isEmpty();
	}

}
