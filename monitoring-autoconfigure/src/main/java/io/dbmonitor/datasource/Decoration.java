package io.dbmonitor.datasource;

import javax.sql.DataSource;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * The advice of the proxies: sends the application's requests for connections to the
 * decorated data source, once there is one.
 */
final class Decoration implements MethodInterceptor {

	private @Nullable DataSource decorated;

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
			return invocation.proceed();
		}
		return (arguments.length == 0) ? decorated.getConnection()
				: decorated.getConnection((String) arguments[0], (String) arguments[1]);
	}

}
