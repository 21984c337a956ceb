package io.dbmonitor.proxy;

import io.dbmonitor.work.CallSites;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.query.Association;
import io.dbmonitor.query.ExecutionObserver;
import io.dbmonitor.query.ExecutionTracer;
import io.dbmonitor.query.QuerySettings;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.StatementRecorder;
import io.dbmonitor.testing.Prevents;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every method of the JDBC interfaces goes through the wrapping to the same method of the
 * driver's object, with the same arguments, and its result or exception comes back.
 */
class JdbcDelegationTests {

	private final StatementRecorder recorder = new QueryStatistics(
			new QuerySettings(10, 1000, Duration.ofSeconds(1), 1000, true), new CallSites(List.of()),
			(dataSource) -> ExecutionObserver.NONE, ExecutionTracer.Factory.NONE, List::of,
			() -> Association.Resolver.NONE, InstantSource.system(), new Faults())
		.recorder(new MonitoredDataSource("test", new SimpleDriverDataSource()));

	private final List<Call> calls = new ArrayList<>();

	private @Nullable Throwable failure;

	@ParameterizedTest
	@ValueSource(classes = { Connection.class, Statement.class, PreparedStatement.class, CallableStatement.class,
			DatabaseMetaData.class, ResultSet.class })
	@Prevents("delegates that differ from the bare driver")
	void eachMethodIsHandedOnWithItsArgumentsAndItsResult(Class<?> type) {
		assertThat(methods(type)).hasSizeGreaterThan(50).allSatisfy((method) -> {
			Object wrapper = wrapper(type);
			this.calls.clear();
			@Nullable Object[] arguments = arguments(method);
			Object result = method.invoke(wrapper, arguments);
			assertThat(this.calls).singleElement().satisfies((call) -> {
				assertThat(call.signature()).isEqualTo(signature(method));
				assertThat(call.arguments()).isEqualTo(Arrays.asList(arguments));
				if (method.getReturnType() != void.class) {
					assertThat(isSame(result, call.result(), type == ResultSet.class))
						.as("result %s of %s", result, call)
						.isTrue();
				}
			});
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { Connection.class, Statement.class, PreparedStatement.class, CallableStatement.class,
			DatabaseMetaData.class, ResultSet.class })
	@Prevents("delegates that differ from the bare driver")
	void eachExceptionComesBackAsTheVerySameObject(Class<?> type) {
		List<Supplier<Throwable>> failures = List.of(() -> new SQLException("refused", "42000"),
				() -> new IllegalStateException("a driver's fault"), () -> new NoSuchMethodError("an old driver"));
		for (Supplier<Throwable> kind : failures) {
			assertThat(methods(type)).allSatisfy((method) -> {
				Object wrapper = wrapper(type);
				Throwable thrown = kind.get();
				this.failure = canThrow(method, thrown) ? thrown : (canThrow(method, new SQLClientInfoException())
						? new SQLClientInfoException() : new IllegalStateException("a driver's fault"));
				try {
					method.invoke(wrapper, arguments(method));
					throw new AssertionError("No exception from " + method);
				}
				catch (InvocationTargetException ex) {
					assertThat(ex.getTargetException()).isSameAs(this.failure);
				}
				finally {
					this.failure = null;
				}
			});
		}
	}

	private static boolean canThrow(Method method, Throwable thrown) {
		return !(thrown instanceof Exception) || thrown instanceof RuntimeException
				|| Stream.of(method.getExceptionTypes()).anyMatch((type) -> type.isInstance(thrown));
	}

	private static Stream<Method> methods(Class<?> type) {
		return Stream.of(type.getMethods()).filter((method) -> !Modifier.isStatic(method.getModifiers()));
	}

	private Object wrapper(Class<?> type) {
		WatchedConnection connection = WatchedConnections.watched(recording(Connection.class), this.recorder);
		if (type == Connection.class) {
			return connection;
		}
		if (type == DatabaseMetaData.class) {
			return new WatchedDatabaseMetaData(recording(DatabaseMetaData.class), connection);
		}
		if (type == Statement.class) {
			return new WatchedStatement(recording(Statement.class), connection, this.recorder);
		}
		if (type == PreparedStatement.class) {
			return new WatchedPreparedStatement(recording(PreparedStatement.class), connection, this.recorder,
					"select 1");
		}
		if (type == CallableStatement.class) {
			return new WatchedCallableStatement(recording(CallableStatement.class), connection, this.recorder,
					"{call f()}");
		}
		WatchedStatement statement = new WatchedStatement(recording(Statement.class), connection, this.recorder);
		return new WatchedResultSet(recording(ResultSet.class), statement);
	}

	private <T> T recording(Class<T> type) {
		return type.cast(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> {
					if (method.getDeclaringClass() == Object.class) {
						return switch (method.getName()) {
							case "equals" -> proxy == arguments[0];
							case "hashCode" -> System.identityHashCode(proxy);
							default -> "recording " + type.getSimpleName();
						};
					}
					if (this.failure != null) {
						throw this.failure;
					}
					Object result = (method.getReturnType() != void.class) ? sample(method.getReturnType(), 1) : null;
					this.calls.add(new Call(signature(method),
							(arguments != null) ? Arrays.asList(arguments) : List.of(), result));
					return result;
				}));
	}

	/** The result itself, or what the monitor has put around it or in its place. */
	private static boolean isSame(@Nullable Object result, @Nullable Object expected, boolean leadsBack) {
		if (result instanceof WatchedResultSet resultSet && expected instanceof ResultSet raw) {
			return resultSet.wraps(raw);
		}
		if (result instanceof WatchedGeneratedKeys keys) {
			return keys.delegate == expected;
		}
		if (result instanceof WatchedDatabaseMetaData metaData) {
			return metaData.delegate == expected;
		}
		if (result instanceof WatchedStatement statement && statement.delegate == expected) {
			return true;
		}
		return result == expected || Objects.equals(result, expected)
		// A statement leads back to its watched connection, a result set to its
		// watched statement
				|| (result instanceof WatchedConnection && expected instanceof Connection)
				|| (leadsBack && result instanceof WatchedStatement && expected instanceof Statement);
	}

	private static String signature(Method method) {
		return method.getName() + Arrays.toString(method.getParameterTypes());
	}

	private @Nullable Object[] arguments(Method method) {
		Class<?>[] types = method.getParameterTypes();
		@Nullable Object[] arguments = new @Nullable Object[types.length];
		for (int i = 0; i < types.length; i++) {
			arguments[i] = sample(types[i], i + 2);
		}
		return arguments;
	}

	private @Nullable Object sample(Class<?> type, int seed) {
		if (type.isEnum()) {
			return type.getEnumConstants()[0];
		}
		if (type.isArray()) {
			return Array.newInstance(type.getComponentType(), seed);
		}
		Map<Class<?>, Object> samples = Map.ofEntries(Map.entry(boolean.class, true),
				Map.entry(byte.class, (byte) seed), Map.entry(short.class, (short) seed), Map.entry(int.class, seed),
				Map.entry(long.class, (long) seed), Map.entry(float.class, (float) seed),
				Map.entry(double.class, (double) seed), Map.entry(String.class, "text " + seed),
				Map.entry(Object.class, new Object()), Map.entry(Class.class, Runnable.class),
				Map.entry(BigDecimal.class, BigDecimal.valueOf(seed)),
				Map.entry(InputStream.class, InputStream.nullInputStream()),
				Map.entry(Reader.class, new StringReader("text")), Map.entry(Calendar.class, Calendar.getInstance()),
				Map.entry(Properties.class, new Properties()), Map.entry(java.sql.Date.class, new java.sql.Date(seed)),
				Map.entry(java.sql.Time.class, new java.sql.Time(seed)),
				Map.entry(java.sql.Timestamp.class, new java.sql.Timestamp(seed)),
				Map.entry(java.sql.SQLWarning.class, new java.sql.SQLWarning()),
				Map.entry(java.sql.SQLType.class, JDBCType.INTEGER), Map.entry(Map.class, Map.of("key", seed)),
				Map.entry(URL.class, url()));
		Object sample = samples.get(type);
		return (sample != null) ? sample : recording(type);
	}

	private static URL url() {
		return Objects.requireNonNull(JdbcDelegationTests.class.getResource("JdbcDelegationTests.class"));
	}

	private record Call(String signature, List<?> arguments, @Nullable Object result) {
	}

}
