package io.dbmonitor.proxy.autoconfigure;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;

import javax.sql.DataSource;

import net.ttddyy.dsproxy.proxy.ProxyJdbcObject;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What a native image has to know of datasource-proxy: it looks methods of JDBC up by
 * name, and makes JDK proxies where the application has listeners of its own; and of the
 * pool.
 */
class ProxyRuntimeHints implements RuntimeHintsRegistrar {

	private static final List<Class<?>> JDBC = List.of(DataSource.class, Connection.class, Statement.class,
			PreparedStatement.class, CallableStatement.class, ResultSet.class);

	/** What the proxy of a result set is recognised by. */
	private static final String POOL_PROXY = "com.zaxxer.hikari.pool.ProxyResultSet";

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection().registerTypeIfPresent(classLoader, POOL_PROXY);
		for (Class<?> type : JDBC) {
			hints.proxies().registerJdkProxy(ProxyJdbcObject.class, type);
			hints.reflection().registerType(type, MemberCategory.INVOKE_PUBLIC_METHODS);
		}
	}

}
