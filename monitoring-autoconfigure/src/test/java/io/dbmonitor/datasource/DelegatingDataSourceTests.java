package io.dbmonitor.datasource;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.logging.Logger;

import javax.sql.DataSource;

import io.dbmonitor.testing.Prevents;
import io.dbmonitor.testing.Proves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Data sources that lead to others keep their behaviour, and what goes through them
 * counts once.
 */
@Proves(area = Proves.Area.SPRING, subject = "Lazy, read-only and transaction-aware data sources",
		note = "connections are fetched as late as without the starter, statements counted once")
class DelegatingDataSourceTests {

	@ParameterizedTest
	@ValueSource(classes = { LazyAroundBean.class, LazyAroundOther.class })
	@Prevents("datasource-micrometer#114")
	void lazyConnectionIsFetchedWithTheFirstStatementAndNoSooner(Class<?> configuration) {
		WatchedApplication.runner(configuration).run((context) -> {
			RecordingDataSource pool = context.getBean(Recorded.class).pool();
			DataSource lazy = context.getBean("lazy", DataSource.class);
			assertThat(lazy).isExactlyInstanceOf(LazyConnectionDataSourceProxy.class);
			TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(lazy));
			transaction.setReadOnly(true);
			JdbcTemplate jdbc = new JdbcTemplate(lazy);
			// The proxy looks once at the defaults of its target's connections
			lazy.getConnection().close();
			pool.events().clear();
			transaction.executeWithoutResult((status) -> {
			});
			assertThat(pool.events()).isEmpty();
			assertThat(WatchedApplication.leases(context)).isZero();
			transaction.executeWithoutResult((status) -> {
				assertThat(pool.events()).isEmpty();
				jdbc.queryForList("select 1 as marker_lazy");
				assertThat(WatchedApplication.leases(context)).isEqualTo(1);
			});
			assertThat(pool.events().stream().filter((event) -> !event.startsWith("isWrapperFor")))
				.startsWith("getConnection", "setReadOnly true")
				.containsSubsequence("setReadOnly true", "setAutoCommit false", "createStatement", "commit")
				.endsWith("close")
				.containsOnlyOnce("getConnection", "close");
			assertThat(WatchedApplication.calls(context, "marker_lazy").values()).containsExactly(1L);
			assertThat(WatchedApplication.leases(context)).isZero();
		});
	}

	@Test
	@Prevents("datasource-micrometer#114")
	void readOnlyTransactionGoesToTheReadOnlyTarget() {
		WatchedApplication.runner(ReadOnlyTarget.class).run((context) -> {
			DataSource lazy = context.getBean("lazy", DataSource.class);
			TransactionTemplate reading = new TransactionTemplate(new JdbcTransactionManager(lazy));
			reading.setReadOnly(true);
			TransactionTemplate writing = new TransactionTemplate(new JdbcTransactionManager(lazy));
			JdbcTemplate jdbc = new JdbcTemplate(lazy);
			reading.executeWithoutResult((status) -> jdbc.queryForList("select 1 as marker_target"));
			reading.executeWithoutResult((status) -> jdbc.queryForList("select 1 as marker_target"));
			writing.executeWithoutResult((status) -> jdbc.queryForList("select 1 as marker_target"));
			assertThat(WatchedApplication.calls(context, "marker_target"))
				.isEqualTo(Map.of("writer", 1L, "reader", 2L));
		});
	}

	@Test
	void transactionAwareProxyCountsOnceAndStaysInTheTransaction() {
		WatchedApplication.runner(TransactionAware.class).run((context) -> {
			RecordingDataSource pool = context.getBean(RecordingDataSource.class);
			DataSource aware = context.getBean("aware", DataSource.class);
			assertThat(aware).isExactlyInstanceOf(TransactionAwareDataSourceProxy.class);
			TransactionTemplate transaction = new TransactionTemplate(
					new JdbcTransactionManager(context.getBean("pool", DataSource.class)));
			transaction.executeWithoutResult((status) -> {
				WatchedApplication.query(aware, "marker_aware");
				WatchedApplication.query(context.getBean("pool", DataSource.class), "marker_aware");
				assertThat(WatchedApplication.leases(context)).isEqualTo(1);
			});
			assertThat(pool.events()).containsOnlyOnce("getConnection", "close");
			assertThat(WatchedApplication.calls(context, "marker_aware")).isEqualTo(Map.of("pool", 2L));
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { OwnAroundBean.class, OwnSilentAroundBean.class })
	@Prevents("spring-boot-data-source-decorator#73")
	void ownDelegatingClassAroundAWatchedBeanCountsOnce(Class<?> configuration) {
		WatchedApplication.runner(configuration).run((context) -> {
			DataSource own = context.getBean("own", DataSource.class);
			assertThat(own).isInstanceOf(OwnDataSource.class);
			WatchedApplication.query(own, "marker_own");
			assertThat(WatchedApplication.calls(context, "marker_own")).isEqualTo(Map.of("pool", 1L));
			assertThat(WatchedApplication.leases(context)).isZero();
			assertThat(WatchedApplication.faults(context)).isZero();
		});
	}

	record Recorded(RecordingDataSource pool) {
	}

	static class OwnDataSource implements DataSource {

		private final DataSource target;

		OwnDataSource(DataSource target) {
			this.target = target;
		}

		@Override
		public Connection getConnection() throws SQLException {
			return this.target.getConnection();
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			return this.target.getConnection(username, password);
		}

		@Override
		public PrintWriter getLogWriter() throws SQLException {
			return this.target.getLogWriter();
		}

		@Override
		public void setLogWriter(PrintWriter out) throws SQLException {
			this.target.setLogWriter(out);
		}

		@Override
		public void setLoginTimeout(int seconds) throws SQLException {
			this.target.setLoginTimeout(seconds);
		}

		@Override
		public int getLoginTimeout() throws SQLException {
			return this.target.getLoginTimeout();
		}

		@Override
		public Logger getParentLogger() throws SQLFeatureNotSupportedException {
			return this.target.getParentLogger();
		}

		@Override
		public <T> T unwrap(Class<T> type) throws SQLException {
			return this.target.unwrap(type);
		}

		@Override
		public boolean isWrapperFor(Class<?> type) throws SQLException {
			return this.target.isWrapperFor(type);
		}

	}

	/** Does not tell what it leads to. */
	static class OwnSilentDataSource extends OwnDataSource {

		OwnSilentDataSource(DataSource target) {
			super(target);
		}

		@Override
		public <T> T unwrap(Class<T> type) throws SQLException {
			throw new SQLException("unwrap is not supported");
		}

		@Override
		public boolean isWrapperFor(Class<?> type) throws SQLException {
			throw new SQLException("isWrapperFor is not supported");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyAroundBean {

		@Bean
		RecordingDataSource pool() {
			return new RecordingDataSource("lazy-bean");
		}

		@Bean
		@Primary
		LazyConnectionDataSourceProxy lazy(RecordingDataSource pool) {
			return new LazyConnectionDataSourceProxy(pool);
		}

		@Bean
		Recorded recorded(RecordingDataSource pool) {
			return new Recorded(pool);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyAroundOther {

		@Bean
		Recorded recorded() {
			return new Recorded(new RecordingDataSource("lazy-other"));
		}

		@Bean
		LazyConnectionDataSourceProxy lazy(Recorded recorded) {
			return new LazyConnectionDataSourceProxy(recorded.pool());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReadOnlyTarget {

		@Bean
		RecordingDataSource writer() {
			return new RecordingDataSource("target-writer");
		}

		@Bean
		RecordingDataSource reader() {
			return new RecordingDataSource("target-reader");
		}

		@Bean
		@Primary
		LazyConnectionDataSourceProxy lazy(@Qualifier("writer") DataSource writer,
				@Qualifier("reader") DataSource reader) {
			LazyConnectionDataSourceProxy lazy = new LazyConnectionDataSourceProxy(writer);
			lazy.setReadOnlyDataSource(reader);
			return lazy;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TransactionAware {

		@Bean
		RecordingDataSource pool() {
			return new RecordingDataSource("aware");
		}

		@Bean
		@Primary
		TransactionAwareDataSourceProxy aware(RecordingDataSource pool) {
			return new TransactionAwareDataSourceProxy(pool);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnAroundBean {

		@Bean
		RecordingDataSource pool() {
			return new RecordingDataSource("own");
		}

		@Bean
		@Primary
		OwnDataSource own(RecordingDataSource pool) {
			return new OwnDataSource(pool);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnSilentAroundBean {

		@Bean
		RecordingDataSource pool() {
			return new RecordingDataSource("own-silent");
		}

		@Bean
		@Primary
		OwnSilentDataSource own(RecordingDataSource pool) {
			return new OwnSilentDataSource(pool);
		}

	}

}
