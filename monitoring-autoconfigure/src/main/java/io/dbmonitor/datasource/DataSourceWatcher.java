package io.dbmonitor.datasource;

import java.lang.reflect.Method;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.framework.AopConfigException;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.util.ClassUtils;

/**
 * Wraps data sources. Only leaves are wrapped (pools and plain driver data sources); what
 * merely leads to other data sources keeps its identity and gets its targets wrapped
 * where those are no beans. The wrapping is a class-based proxy, so injection by the
 * concrete type goes on working.
 */
final class DataSourceWatcher {

	private static final Logger logger = LoggerFactory.getLogger(DataSourceWatcher.class);

	private final MonitoredDataSources dataSources;

	private final DataSourceDecorator decorator;

	private final @Nullable ClassLoader classLoader;

	/** A bean that is refreshed is initialised once more. */
	private final Map<DataSource, Watched> watched = Collections.synchronizedMap(new IdentityHashMap<>());

	private final Map<String, MonitoredDataSource> renewed = new ConcurrentHashMap<>();

	DataSourceWatcher(MonitoredDataSources dataSources, DataSourceDecorator decorator,
			@Nullable ClassLoader classLoader) {
		this.dataSources = dataSources;
		this.decorator = decorator;
		this.classLoader = classLoader;
	}

	/**
	 * Watch a data source.
	 * @param dataSource the application's
	 * @param name how it is called
	 * @return the wrapped one, or the given one where there is nothing to wrap
	 */
	DataSource watch(DataSource dataSource, String name) {
		if (isWatched(dataSource)) {
			return dataSource;
		}
		if (dataSource instanceof AbstractRoutingDataSource routing) {
			if (WatchedProxies.makesItsKeys(routing.getClass())) {
				return leadsToWatched(routing) ? dataSource : proxy(dataSource, name);
			}
			watchTargets(routing, name);
			return dataSource;
		}
		if (dataSource instanceof DelegatingDataSource delegating) {
			watchTarget(delegating, name);
			return dataSource;
		}
		return proxy(dataSource, name);
	}

	/**
	 * Watch a data source that its scope makes anew now and then: each takes the place of
	 * the one before. One that leads to others is left alone: its targets would be new
	 * ones each time.
	 * @param dataSource the application's
	 * @param name how it is called
	 * @return the wrapped one, or the given one where it is not wrapped
	 */
	DataSource watchRenewed(DataSource dataSource, String name) {
		if (leadsToOthers(dataSource) || isWatched(dataSource)) {
			return dataSource;
		}
		Decoration decoration = new Decoration(this.decorator::undecorate);
		DataSource proxy = proxyFor(dataSource, name, decoration);
		if (proxy == null) {
			return dataSource;
		}
		MonitoredDataSource known = this.renewed.get(name);
		if (known != null) {
			known.target(dataSource);
			decoration.use(this.decorator.decorate(known));
		}
		else {
			decoration.use(this.dataSources.add(name, dataSource, (added) -> {
				this.renewed.put(name, added);
				return this.decorator.decorate(added);
			}));
		}
		return proxy;
	}

	private static boolean isWatched(DataSource dataSource) {
		if (dataSource instanceof WatchedDataSource) {
			return true;
		}
		if (leadsToOthers(dataSource)) {
			return false;
		}
		if (dataSource instanceof ScopedObject) {
			// The answer would be its target's, which need not be there now
			return false;
		}
		try {
			return dataSource.isWrapperFor(WatchedDataSource.class);
		}
		catch (SQLException ex) {
			logger.debug("Taking '{}' for unwatched: it does not answer isWrapperFor", dataSource.getClass(), ex);
			return false;
		}
	}

	private static boolean leadsToOthers(DataSource dataSource) {
		return dataSource instanceof AbstractRoutingDataSource || dataSource instanceof DelegatingDataSource;
	}

	private void watchTarget(DelegatingDataSource delegating, String name) {
		DataSource target = delegating.getTargetDataSource();
		if (target != null) {
			DataSource watched = watch(target, name);
			if (watched != target) {
				delegating.setTargetDataSource(watched);
			}
		}
	}

	private static boolean leadsToWatched(AbstractRoutingDataSource routing) {
		DataSource fallback = routing.getResolvedDefaultDataSource();
		return (fallback == null || isWatched(fallback))
				&& routing.getResolvedDataSources().values().stream().allMatch(DataSourceWatcher::isWatched);
	}

	private void watchTargets(AbstractRoutingDataSource routing, String name) {
		Map<Object, DataSource> resolved = routing.getResolvedDataSources();
		DataSource fallback = routing.getResolvedDefaultDataSource();
		Map<Object, Object> watched = new LinkedHashMap<>();
		// A fallback that is one of the targets too must not be wrapped a second time
		DataSource watchedFallback = fallback;
		for (Map.Entry<Object, DataSource> entry : resolved.entrySet()) {
			DataSource target = watch(entry.getValue(), name + "." + entry.getKey());
			watched.put(entry.getKey(), target);
			if (entry.getValue() == fallback) {
				watchedFallback = target;
			}
		}
		if (watchedFallback != null && watchedFallback == fallback) {
			watchedFallback = watch(watchedFallback, name + ".default");
		}
		if (watchedFallback != fallback || !watched.equals(resolved)) {
			routing.setTargetDataSources(watched);
			if (watchedFallback != null) {
				routing.setDefaultTargetDataSource(watchedFallback);
			}
			routing.initialize();
		}
	}

	private DataSource proxy(DataSource dataSource, String name) {
		Watched known = this.watched.get(dataSource);
		if (known != null && known.name().equals(name)) {
			return known.proxy();
		}
		Decoration decoration = new Decoration(this.decorator::undecorate);
		DataSource proxy = proxyFor(dataSource, name, decoration);
		if (proxy == null) {
			return dataSource;
		}
		decoration.use(this.dataSources.add(name, dataSource, this.decorator));
		this.watched.put(dataSource, new Watched(name, proxy));
		return proxy;
	}

	private @Nullable DataSource proxyFor(DataSource dataSource, String name, Decoration decoration) {
		Method unreachable = WatchedProxies.unreachableMethod(ClassUtils.getUserClass(dataSource));
		if (unreachable != null) {
			logger.warn("The data source '{}' is not watched: a proxy of its class {} could not hand on the final {}()",
					name, dataSource.getClass().getName(), unreachable.getName());
			return null;
		}
		try {
			return WatchedProxies.proxy(dataSource, decoration, this.classLoader);
		}
		catch (AopConfigException ex) {
			logger.warn("The data source '{}' is not watched: no proxy can be made of its class {} ({})", name,
					dataSource.getClass().getName(), ex.getMessage());
			return null;
		}
	}

	private record Watched(String name, DataSource proxy) {
	}

}
