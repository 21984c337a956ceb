package io.dbmonitor.datasource;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.dbmonitor.testing.Prevents;
import io.dbmonitor.testing.Proves;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * However and whenever a data source comes to be, the application starts as it did
 * without the monitor and the data source is watched.
 */
@Proves(area = Proves.Area.SPRING, subject = "Data sources that are lazy, scoped or refreshed",
		note = "statements, once each; the application starts as without")
class DataSourceCreationTests {

	private static final String NAME = "spring.datasource.hikari.pool-name=";

	private static SimpleDriverDataSource h2(String name) {
		return new SimpleDriverDataSource(new org.h2.Driver(), "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
	}

	@Test
	@Prevents("datasource-micrometer#14")
	void lazilyInjectedDataSourceIsWatched() {
		WatchedApplication.runner(LazyInjection.class).run((context) -> {
			WatchedApplication.query(context.getBean(NeedsDataSource.class).dataSource, "marker_lazy");
			assertThat(WatchedApplication.calls(context, "marker_lazy")).isEqualTo(Map.of("dataSource", 1L));
		});
	}

	@Test
	@Prevents("datasource-micrometer#14")
	void earlyReferenceIsTheWatchedBean() {
		WatchedApplication.runner(Circular.class).withAllowCircularReferences(true).run((context) -> {
			assertThat(context).hasNotFailed();
			DataSource early = context.getBean(CircularPartner.class).dataSource;
			assertThat(early).isSameAs(context.getBean(DataSource.class)).isInstanceOf(WatchedDataSource.class);
			WatchedApplication.query(early, "marker_early");
			assertThat(WatchedApplication.calls(context, "marker_early")).isEqualTo(Map.of("dataSource", 1L));
		});
	}

	@Test
	@Prevents({ "datasource-micrometer#25", "datasource-micrometer#77", "datasource-micrometer#99",
			"spring-boot-data-source-decorator#85" })
	void scopedProxyCountsWhateverItsTargetIs() {
		WatchedApplication.runner(Scoped.class).run((context) -> {
			HikariDataSource scoped = context.getBean(NeedsHikari.class).pool();
			WatchedApplication.query(scoped, "marker_scoped");
			var executor = Executors.newSingleThreadExecutor();
			try {
				Future<String> other = executor.submit(() -> {
					WatchedApplication.query(scoped, "marker_scoped");
					return scoped.getPoolName();
				});
				assertThat(other.get()).isNotEqualTo(scoped.getPoolName());
			}
			finally {
				executor.shutdownNow();
			}
			assertThat(WatchedApplication.calls(context, "marker_scoped")).isEqualTo(Map.of("dataSource", 2L));
			assertThat(context.getBean("scopedTarget.dataSource")).isExactlyInstanceOf(HikariDataSource.class);
			assertThat(WatchedApplication.leases(context)).isZero();
		});
	}

	@Test
	@Prevents({ "datasource-micrometer#25", "datasource-micrometer#77", "datasource-micrometer#99",
			"spring-boot-data-source-decorator#85" })
	void scopeThatIsNotActiveAtTheStartDoesNoHarm() {
		WatchedApplication.runner(InactiveScope.class).run((context) -> {
			assertThat(context).hasNotFailed();
			InactiveScope.active = true;
			try {
				WatchedApplication.query(context.getBean(DataSource.class), "marker_scope");
			}
			finally {
				InactiveScope.active = false;
			}
			assertThat(WatchedApplication.calls(context, "marker_scope")).isEqualTo(Map.of("dataSource", 1L));
			assertThat(WatchedApplication.faults(context)).isZero();
		});
	}

	@Test
	@Prevents({ "datasource-micrometer#25", "datasource-micrometer#77", "datasource-micrometer#99",
			"spring-boot-data-source-decorator#85" })
	void poolIsBoundToItsPropertiesAndInitialisedOnceMore() {
		ApplicationContextRunner runner = WatchedApplication.runner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=jdbc:h2:mem:bound", NAME + "first");
		runner.run((context) -> {
			HikariDataSource pool = context.getBean(HikariDataSource.class);
			assertThat(pool.getPoolName()).isEqualTo("first");
			TestPropertyValues.of(NAME + "second").applyTo(context);
			// Both ways in which a refresh can go: what is behind the proxy, and the bean
			Object target = Objects.requireNonNull(AopProxyUtils.getSingletonTarget(pool));
			assertThat(context.getAutowireCapableBeanFactory().initializeBean(target, "dataSource")).isSameAs(pool);
			assertThat(pool.getPoolName()).isEqualTo("second");
			TestPropertyValues.of(NAME + "third").applyTo(context);
			assertThat(context.getAutowireCapableBeanFactory().initializeBean(pool, "dataSource")).isSameAs(pool);
			assertThat(pool.getPoolName()).isEqualTo("third");
			assertThat(context.getBean(MonitoredDataSources.class).all()).hasSize(1);
			WatchedApplication.query(pool, "marker_refreshed");
			assertThat(WatchedApplication.calls(context, "marker_refreshed")).isEqualTo(Map.of("dataSource", 1L));
		});
	}

	@Test
	@Prevents("datasource-micrometer#14")
	void dataSourceThatAnotherPostProcessorNeedsIsWatched() {
		WatchedApplication.runner(EarlyBird.class).run((context) -> {
			WatchedApplication.query(context.getBean(NeedsDataSource.class).dataSource, "marker_bird");
			assertThat(WatchedApplication.calls(context, "marker_bird")).isEqualTo(Map.of("dataSource", 1L));
		});
	}

	record NeedsHikari(HikariDataSource pool) {
	}

	static class NeedsDataSource {

		final DataSource dataSource;

		NeedsDataSource(DataSource dataSource) {
			this.dataSource = dataSource;
		}

	}

	static class CircularPartner {

		final DataSource dataSource;

		CircularPartner(DataSource dataSource) {
			this.dataSource = dataSource;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyInjection {

		@Bean
		@Lazy
		SimpleDriverDataSource dataSource() {
			return h2("lazy");
		}

		@Bean
		NeedsDataSource needsDataSource(@Lazy DataSource dataSource) {
			return new NeedsDataSource(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Circular {

		@Bean
		CircularDataSource dataSource() {
			return new CircularDataSource();
		}

		@Bean
		CircularPartner partner(DataSource dataSource) {
			return new CircularPartner(dataSource);
		}

	}

	static class CircularDataSource extends SimpleDriverDataSource {

		CircularDataSource() {
			super(new org.h2.Driver(), "jdbc:h2:mem:circular;DB_CLOSE_DELAY=-1");
		}

		@Autowired
		void setPartner(CircularPartner partner) {
			assertThat(partner.dataSource).isNotNull();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Scoped {

		@Bean
		static CustomScopeConfigurer scopes() {
			CustomScopeConfigurer scopes = new CustomScopeConfigurer();
			scopes.addScope("thread", new SimpleThreadScope());
			return scopes;
		}

		@Bean
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
		HikariDataSource dataSource() {
			HikariDataSource pool = DataSourceBuilder.create()
				.type(HikariDataSource.class)
				.url("jdbc:h2:mem:scoped;DB_CLOSE_DELAY=-1")
				.build();
			pool.setPoolName("pool of " + Thread.currentThread().getName());
			return pool;
		}

		@Bean
		NeedsHikari needsHikari(HikariDataSource pool) {
			return new NeedsHikari(pool);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InactiveScope {

		static volatile boolean active;

		@Bean
		static CustomScopeConfigurer scopes() {
			CustomScopeConfigurer scopes = new CustomScopeConfigurer();
			scopes.addScope("sometimes", new SimpleThreadScope() {

				@Override
				public Object get(String name, ObjectFactory<?> factory) {
					if (!active) {
						throw new IllegalStateException("The scope is not active");
					}
					return super.get(name, factory);
				}

			});
			return scopes;
		}

		@Bean
		@Scope(scopeName = "sometimes", proxyMode = ScopedProxyMode.TARGET_CLASS)
		RecordingDataSource dataSource() {
			return new RecordingDataSource("sometimes");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EarlyBird {

		@Bean
		static PostProcessorWithDataSource postProcessor(DataSource dataSource) {
			return new PostProcessorWithDataSource(dataSource);
		}

		@Bean
		SimpleDriverDataSource dataSource() {
			return h2("bird");
		}

	}

	static class PostProcessorWithDataSource extends NeedsDataSource implements BeanPostProcessor {

		PostProcessorWithDataSource(DataSource dataSource) {
			super(dataSource);
		}

	}

}
