package io.dbmonitor.datasource;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.framework.AopConfigException;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanClassLoaderAware;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.core.Ordered;
import org.springframework.util.function.SingletonSupplier;

/**
 * Wraps each {@link DataSource} bean as it is made. Everything it needs is asked for only
 * then, so that registering it makes no other bean early. A fault here leaves the
 * application with its bean as it was.
 */
public final class DataSourcePostProcessor
		implements SmartInstantiationAwareBeanPostProcessor, BeanClassLoaderAware, BeanFactoryAware, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(DataSourcePostProcessor.class);

	private final Supplier<Set<String>> excluded;

	private final Supplier<Faults> faults;

	private final Supplier<DataSourceWatcher> watcher;

	private @Nullable ClassLoader classLoader = getClass().getClassLoader();

	private @Nullable BeanFactory beanFactory;

	private final Map<String, Object> earlyReferences = new ConcurrentHashMap<>();

	/**
	 * Make a post-processor.
	 * @param excluded names of the beans to leave alone
	 * @param faults where faults go
	 * @param dataSources where watched data sources are noted
	 * @param decorator what watches the connections
	 */
	public DataSourcePostProcessor(Supplier<Set<String>> excluded, Supplier<Faults> faults,
			Supplier<MonitoredDataSources> dataSources, Supplier<DataSourceDecorator> decorator) {
		this.excluded = SingletonSupplier.of(excluded);
		this.faults = SingletonSupplier.of(faults);
		this.watcher = SingletonSupplier
			.of(() -> new DataSourceWatcher(dataSources.get(), decorator.get(), this.classLoader));
	}

	@Override
	public void setBeanClassLoader(ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Asked when an application is prepared at build time, so that a class that cannot be
	 * made at run time, as in a native image, is there. Nothing else may be made then:
	 * not the properties either, which can be others at run time.
	 */
	@Override
	public Class<?> determineBeanType(Class<?> beanClass, String beanName) {
		if (ScopedProxyUtils.isScopedTarget(beanName)) {
			return beanClass;
		}
		try {
			return WatchedProxies.proxyClass(beanClass, this.classLoader);
		}
		catch (AopConfigException ex) {
			logger.debug("No class of a proxy is made for the data source '{}'", beanName, ex);
			return beanClass;
		}
	}

	@Override
	public Object getEarlyBeanReference(Object bean, String beanName) {
		this.earlyReferences.put(beanName, bean);
		return watch(bean, beanName);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		// What was handed out early is wrapped already
		return (this.earlyReferences.remove(beanName) != bean) ? watch(bean, beanName) : bean;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	private Object watch(Object bean, String beanName) {
		if (!(bean instanceof DataSource dataSource)) {
			return bean;
		}
		boolean scoped = ScopedProxyUtils.isScopedTarget(beanName);
		String name = scoped ? ScopedProxyUtils.getOriginalBeanName(beanName) : beanName;
		try {
			// The proxy in front of a scoped target is the one to wrap: targets come and
			// go
			if ((scoped && !isHidden(name)) || this.excluded.get().contains(name)) {
				return bean;
			}
			String watchedName = DataSourceNames.ofBean(name);
			return scoped ? this.watcher.get().watchRenewed(dataSource, watchedName)
					: this.watcher.get().watch(dataSource, watchedName);
		}
		catch (Throwable ex) {
			this.faults.get().report(Feature.DATASOURCE, ex);
			return bean;
		}
	}

	/** Spring Cloud's scopes show the proxies in front of their beans to nobody. */
	private boolean isHidden(String beanName) {
		BeanFactory beanFactory = this.beanFactory;
		return beanFactory instanceof ConfigurableListableBeanFactory factory
				&& factory.containsBeanDefinition(beanName)
				&& factory.getBeanDefinition(beanName) instanceof AbstractBeanDefinition definition
				&& definition.isSynthetic();
	}

}
