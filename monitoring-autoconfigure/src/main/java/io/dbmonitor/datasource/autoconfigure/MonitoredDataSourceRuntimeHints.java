package io.dbmonitor.datasource.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What a native image has to know of the class by whose presence HikariCP is found out:
 * there, a class is absent unless it is named here. The proxies are known by the types of
 * the beans.
 */
class MonitoredDataSourceRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection().registerTypeIfPresent(classLoader, "com.zaxxer.hikari.HikariDataSource");
	}

}
