package io.dbmonitor.proxy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.StatementSnapshot;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Prevents;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.MethodExecutionContext;
import net.ttddyy.dsproxy.listener.MethodExecutionListener;
import net.ttddyy.dsproxy.listener.NoOpMethodExecutionListener;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.transform.ParameterReplacer;
import net.ttddyy.dsproxy.transform.ParameterTransformer;
import net.ttddyy.dsproxy.transform.QueryTransformer;
import net.ttddyy.dsproxy.transform.TransformInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The application's own use of datasource-proxy goes on beside the monitor.
 */
@PostgresTest
class ApplicationListenersTests {

	@Test
	void listenersAndTransformersAreHonouredInOrder(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(ListeningApplication.class, database)) {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			ListeningApplication application = context.getBean(ListeningApplication.class);
			application.heard.clear();
			assertThat(jdbc.queryForObject("select 'original' as listened", String.class)).isEqualTo("transformed");
			assertThat(application.heard).containsExactly("first: select 'transformed' as listened",
					"second: select 'transformed' as listened");
			assertThat(application.calls).contains("getConnection", "executeQuery");
			assertThat(context.getBean(QueryStatistics.class).all())
				.filteredOn((statement) -> statement.statement().endsWith("as listened"))
				.singleElement()
				.extracting(StatementSnapshot::calls)
				.isEqualTo(1L);
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { ThrowingApplication.class, AssertingApplication.class, SneakyApplication.class,
			CustomizingApplication.class })
	@Prevents({ "datasource-proxy#112", "datasource-proxy: listeners run unguarded inside finally" })
	void aListenerThatThrowsHidesNeitherResultNorException(Class<?> application, PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(application, database)) {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			long before = context.getBean(Faults.class).faults(Feature.QUERY);
			assertThat(jdbc.queryForObject("select 42", Integer.class)).isEqualTo(42);
			assertThatExceptionOfType(BadSqlGrammarException.class)
				.isThrownBy(() -> jdbc.queryForObject("select nothing_like_that", Integer.class))
				.withMessageContaining("nothing_like_that");
			assertThat(context.getBean(Faults.class).faults(Feature.QUERY)).isGreaterThanOrEqualTo(before + 4);
		}
	}

	private static ConfigurableApplicationContext run(Class<?> application, PostgresDatabase database) {
		return new SpringApplicationBuilder(application).properties(database.dataSourceProperties())
			.web(WebApplicationType.NONE)
			.run();
	}

	@Test
	void transformersGoOnFromWhatTheOneBeforeMade(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(TransformingApplication.class, database)) {
			String sql = "select '0' || ? as transformed";
			assertThat(context.getBean(JdbcTemplate.class).queryForObject(sql, String.class, "a")).isEqualTo("012abc");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import(JpaApplication.class)
	static class TransformingApplication {

		@Bean
		@Order(2)
		QueryTransformer secondQuery() {
			return (transformation) -> transformation.getQuery().replace("'01'", "'012'");
		}

		@Bean
		@Order(1)
		QueryTransformer firstQuery() {
			return (transformation) -> transformation.getQuery().replace("'0'", "'01'");
		}

		@Bean
		@Order(1)
		ParameterTransformer firstParameters() {
			return (parameters, transformation) -> append(parameters, transformation, "b");
		}

		@Bean
		@Order(2)
		ParameterTransformer secondParameters() {
			return (parameters, transformation) -> append(parameters, transformation, "c");
		}

		private static void append(ParameterReplacer parameters, TransformInfo transformation, String suffix) {
			if (transformation.getQuery().endsWith("transformed")) {
				String value = parameters.getValue(1);
				parameters.setString(1, value + suffix);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(JpaApplication.class)
	static class ListeningApplication {

		private final List<String> heard = new CopyOnWriteArrayList<>();

		private final List<String> calls = new CopyOnWriteArrayList<>();

		@Bean
		@Order(2)
		QueryExecutionListener second() {
			return new Recording("second: ", this.heard);
		}

		@Bean
		@Order(1)
		QueryExecutionListener first() {
			return new Recording("first: ", this.heard);
		}

		@Bean
		QueryTransformer transformer() {
			return (transformation) -> transformation.getQuery().replace("original", "transformed");
		}

		@Bean
		MethodExecutionListener methodListener() {
			return new NoOpMethodExecutionListener() {

				@Override
				public void afterMethod(MethodExecutionContext context) {
					ListeningApplication.this.calls.add(context.getMethod().getName());
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(JpaApplication.class)
	static class ThrowingApplication {

		@Bean
		QueryExecutionListener throwing() {
			return new QueryExecutionListener() {

				@Override
				public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
					throw new IllegalStateException("The listener fails before");
				}

				@Override
				public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
					throw new IllegalStateException("The listener fails behind");
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(JpaApplication.class)
	static class AssertingApplication {

		@Bean
		QueryExecutionListener asserting() {
			return new Failing(() -> new AssertionError("The listener's assertion"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(JpaApplication.class)
	static class SneakyApplication {

		@Bean
		QueryExecutionListener sneaky() {
			return new Failing(() -> new IOException("The listener's checked exception"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(JpaApplication.class)
	static class CustomizingApplication {

		@Bean
		ProxyDataSourceBuilderCustomizer customizer() {
			return (name, builder) -> builder
				.listener(new Failing(() -> new IllegalStateException("The customizer's listener fails")))
				.afterMethod((context) -> sneak(new IOException("The customizer's listener of calls fails")));
		}

	}

	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	private static <E extends Throwable> void sneak(Throwable failure) throws E {
		throw (E) failure;
	}

	private record Failing(Supplier<Throwable> failure) implements QueryExecutionListener {

		@Override
		public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
			ApplicationListenersTests.<RuntimeException>sneak(this.failure.get());
		}

		@Override
		public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
			ApplicationListenersTests.<RuntimeException>sneak(this.failure.get());
		}

	}

	private record Recording(String name, List<String> heard) implements QueryExecutionListener {

		@Override
		public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
		}

		@Override
		public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
			queries.forEach((query) -> this.heard.add(this.name + query.getQuery()));
		}

	}

}
