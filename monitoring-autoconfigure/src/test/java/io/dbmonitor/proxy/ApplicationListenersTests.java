package io.dbmonitor.proxy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

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
import net.ttddyy.dsproxy.transform.QueryTransformer;
import org.junit.jupiter.api.Test;

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

	@Test
	@Prevents({ "datasource-proxy#112", "datasource-proxy: listeners run unguarded inside finally" })
	void aListenerThatThrowsHidesNeitherResultNorException(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(ThrowingApplication.class, database)) {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			long before = context.getBean(Faults.class).faults(Feature.QUERY);
			assertThat(jdbc.queryForObject("select 42", Integer.class)).isEqualTo(42);
			assertThatExceptionOfType(BadSqlGrammarException.class)
				.isThrownBy(() -> jdbc.queryForObject("select nothing_like_that", Integer.class))
				.withMessageContaining("nothing_like_that");
			assertThat(context.getBean(Faults.class).faults(Feature.QUERY)).isEqualTo(before + 4);
		}
	}

	private static ConfigurableApplicationContext run(Class<?> application, PostgresDatabase database) {
		return new SpringApplicationBuilder(application).properties(database.dataSourceProperties())
			.web(WebApplicationType.NONE)
			.run();
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
