package io.dbmonitor.proxy;

import java.sql.ResultSet;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * HikariCP's proxy around the driver's result set. A read of many rows calls it once for
 * each value, and its part in that is to look at exceptions. So values are read from the
 * driver's result set beneath it (two hops instead of three, as without the monitor), and
 * only what fails is asked of the proxy too. Other pools' result sets are taken as they
 * are: what they do with a value is not known.
 */
final class PoolProxy {

	private static final @Nullable Class<?> TYPE = type();

	private PoolProxy() {
	}

	/** A read of one value. */
	@FunctionalInterface
	interface Read {

		@Nullable Object read() throws SQLException;

	}

	/** The result set to read values from. */
	static ResultSet beneath(ResultSet resultSet) {
		if (TYPE == null || !TYPE.isInstance(resultSet)) {
			return resultSet;
		}
		try {
			return resultSet.unwrap(ResultSet.class);
		}
		catch (SQLException ex) {
			// It does not show what it stands for, so it is asked itself
			return resultSet;
		}
	}

	/**
	 * Let the pool see that a value cannot be read: it gives a broken connection up.
	 * @param failure what the driver's result set threw
	 * @param again the same read of the pool's proxy
	 * @return the failure
	 */
	static SQLException seen(SQLException failure, Read again) {
		try {
			again.read();
		}
		catch (SQLException ex) {
			// Fails as it did; the application gets the first one
		}
		return failure;
	}

	private static @Nullable Class<?> type() {
		String name = "com.zaxxer.hikari.pool.ProxyResultSet";
		ClassLoader classLoader = PoolProxy.class.getClassLoader();
		return ClassUtils.isPresent(name, classLoader) ? ClassUtils.resolveClassName(name, classLoader) : null;
	}

}
