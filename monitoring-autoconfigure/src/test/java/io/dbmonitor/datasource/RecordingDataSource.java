package io.dbmonitor.datasource;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * A pool that tells what is done with it and with its connections.
 */
class RecordingDataSource extends AbstractDataSource {

	private final List<String> events = new CopyOnWriteArrayList<>();

	private final SimpleDriverDataSource h2;

	RecordingDataSource(String name) {
		this.h2 = new SimpleDriverDataSource(new org.h2.Driver(), "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
	}

	List<String> events() {
		return this.events;
	}

	@Override
	public Connection getConnection() throws SQLException {
		this.events.add("getConnection");
		Connection connection = this.h2.getConnection();
		return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
				(proxy, method, arguments) -> {
					if (method.getDeclaringClass() == Connection.class) {
						this.events.add(method.getName() + argument(arguments));
					}
					try {
						return method.invoke(connection, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

	private static String argument(Object @Nullable [] arguments) {
		return (arguments != null && arguments[0] instanceof Boolean) ? " " + arguments[0] : "";
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return getConnection();
	}

}
