package io.dbmonitor.proxy;

import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;

/**
 * Customizes how datasource-proxy proxies a data source, for what beans of listeners and
 * transformers do not cover. Where there is such a bean, connections go through
 * datasource-proxy's own proxies too, at their cost.
 */
@FunctionalInterface
public interface ProxyDataSourceBuilderCustomizer {

	/**
	 * Customize the proxy of a data source.
	 * @param dataSource the data source's name
	 * @param builder the builder, with the application's listeners and transformers
	 */
	void customize(String dataSource, ProxyDataSourceBuilder builder);

}
