package io.dbmonitor.datasource;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.util.List;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * The advice of the proxies: sends the application's requests for connections to the
 * decorated data source, once there is one, and hands a pool back the connections that it
 * knows, such as the one to be evicted.
 */
final class Decoration implements MethodInterceptor {

	private final UnaryOperator<Connection> undecorate;

	private @Nullable DataSource decorated;

	Decoration(UnaryOperator<Connection> undecorate) {
		this.undecorate = undecorate;
	}

	/** Whether the advice is for a method. */
	static boolean concerns(Method method) {
		return method.getName().equals("getConnection") || method.getName().equals("isWrapperFor")
				|| List.of(method.getParameterTypes()).contains(Connection.class);
	}

	/** Called before the proxy is handed out. */
	void use(DataSource decorated) {
		this.decorated = decorated;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		@Nullable Object[] arguments = invocation.getArguments();
		DataSource decorated = this.decorated;
		if (arguments.length == 1 && arguments[0] == WatchedDataSource.class) {
			return true;
		}
		if (decorated == null || !invocation.getMethod().getName().equals("getConnection")) {
			for (int i = 0; i < arguments.length; i++) {
				if (arguments[i] instanceof Connection connection) {
					arguments[i] = this.undecorate.apply(connection);
				}
			}
			return invocation.proceed();
		}
		return (arguments.length == 0) ? decorated.getConnection()
				: decorated.getConnection((String) arguments[0], (String) arguments[1]);
	}

}
