package io.dbmonitor.datasource;

import javax.sql.DataSource;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;

/**
 * Lets Boot's figures of a pool be read from the pool itself: Boot looks into fields of
 * the data source, which a proxy of it has not.
 */
public final class PoolMetadataPostProcessor implements BeanPostProcessor {

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof DataSourcePoolMetadataProvider provider) {
			DataSourcePoolMetadataProvider unwrapping = (dataSource) -> provider
				.getDataSourcePoolMetadata(unwrap(dataSource));
			return unwrapping;
		}
		return bean;
	}

	private static DataSource unwrap(DataSource dataSource) {
		boolean watched = dataSource instanceof WatchedDataSource;
		return (watched && AopProxyUtils.getSingletonTarget(dataSource) instanceof DataSource target) ? target
				: dataSource;
	}

}
