package io.dbmonitor.datasource;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.junit.jupiter.api.Test;

import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The monitor's own connections.
 */
class MonitorConnectionsTests {

	private static final List<String> calls = new ArrayList<>();

	@Test
	void aConnectionThatTakesNoTimeOutIsClosed() {
		MonitoredDataSource dataSource = new MonitoredDataSource("stubborn",
				new SimpleDriverDataSource(new StubbornDriver(), "jdbc:stubborn:"));
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> new MonitorConnections().open(dataSource, Map.of(), Duration.ofSeconds(1)))
			.withMessage("setNetworkTimeout");
		assertThat(calls).containsExactly("setNetworkTimeout", "close");
	}

	/** Its connections take no time-out. */
	public static final class StubbornDriver extends org.h2.Driver {

		@Override
		public boolean acceptsURL(String url) {
			return url.startsWith("jdbc:stubborn:");
		}

		@Override
		public Connection connect(String url, Properties properties) {
			return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
					(proxy, method, arguments) -> {
						calls.add(method.getName());
						if (method.getName().equals("setNetworkTimeout")) {
							throw new SQLException(method.getName());
						}
						return null;
					});
		}

	}

}
