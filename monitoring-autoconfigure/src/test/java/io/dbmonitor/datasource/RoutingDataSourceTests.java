package io.dbmonitor.datasource;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import javax.sql.DataSource;

import io.dbmonitor.testing.Prevents;
import io.dbmonitor.testing.Proves;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A statement that is routed counts once, on the data source that executes it.
 */
@Proves(area = Proves.Area.SPRING, subject = "Routing data sources",
		note = "statements, once each, on the target that executes them; targets that are beans or not")
class RoutingDataSourceTests {

	@Test
	@Prevents({ "datasource-micrometer#115", "spring-boot-data-source-decorator#73",
			"opentelemetry-java-instrumentation#13051" })
	void targetsThatAreBeansCountOnceUnderTheirOwnNames() {
		WatchedApplication.runner(BeanTargets.class).run((context) -> {
			route(context, Tenant.NORTH, "marker_a");
			route(context, Tenant.SOUTH, "marker_a");
			route(context, Tenant.SOUTH, "marker_a");
			assertThat(WatchedApplication.calls(context, "marker_a")).isEqualTo(Map.of("north", 1L, "south", 2L));
			assertThat(context.getBean(MonitoredDataSources.class).all()).extracting(MonitoredDataSource::name)
				.containsExactlyInAnyOrder("north", "south");
			assertThat(WatchedApplication.leases(context)).isZero();
		});
	}

	@Test
	@Prevents({ "datasource-micrometer#115", "spring-boot-data-source-decorator#73",
			"opentelemetry-java-instrumentation#13051" })
	void targetsThatAreNoBeansCountOnceUnderTheirKeys() {
		WatchedApplication.runner(OtherTargets.class).run((context) -> {
			route(context, Tenant.NORTH, "marker_b");
			route(context, Tenant.SOUTH, "marker_b");
			route(context, Tenant.NOWHERE, "marker_b");
			assertThat(WatchedApplication.calls(context, "marker_b"))
				.isEqualTo(Map.of("router.NORTH", 2L, "router.SOUTH", 1L));
			assertThat(WatchedApplication.faults(context)).isZero();
		});
	}

	@Test
	void defaultTargetThatIsNoOtherTargetCountsUnderDefault() {
		WatchedApplication.runner(DefaultTarget.class).run((context) -> {
			route(context, Tenant.NOWHERE, "marker_c");
			route(context, Tenant.NORTH, "marker_c");
			assertThat(WatchedApplication.calls(context, "marker_c"))
				.isEqualTo(Map.of("router.NORTH", 1L, "router.default", 1L));
		});
	}

	@Test
	@Prevents({ "datasource-micrometer#115", "spring-boot-data-source-decorator#73",
			"opentelemetry-java-instrumentation#13051" })
	void routerThatMakesItsKeysItselfGoesOnRoutingAndCountsOnce() {
		WatchedApplication.runner(OwnKeys.class).run((context) -> {
			Router router = context.getBean(Router.class);
			route(context, Tenant.NORTH, "marker_d");
			route(context, Tenant.SOUTH, "marker_d");
			assertThat(router.recorded("north").events()).contains("getConnection");
			assertThat(router.recorded("south").events()).contains("getConnection");
			assertThat(WatchedApplication.calls(context, "marker_d").values())
				.satisfies((calls) -> assertThat(calls.stream().mapToLong(Long::longValue).sum()).isEqualTo(2));
			assertThat(WatchedApplication.faults(context)).isZero();
		});
	}

	private static void route(ApplicationContext context, Tenant tenant, String marker) {
		Router router = context.getBean(Router.class);
		router.use(tenant);
		WatchedApplication.query(router, marker);
	}

	enum Tenant {

		NORTH, SOUTH, NOWHERE

	}

	static class Router extends AbstractRoutingDataSource {

		private final Map<String, RecordingDataSource> recorded;

		private Tenant tenant = Tenant.NORTH;

		Router(Map<String, RecordingDataSource> recorded) {
			this.recorded = recorded;
		}

		RecordingDataSource recorded(String name) {
			RecordingDataSource found = this.recorded.get(name);
			return Objects.requireNonNull(found);
		}

		void use(Tenant tenant) {
			this.tenant = tenant;
		}

		@Override
		protected @Nullable Object determineCurrentLookupKey() {
			return this.tenant;
		}

	}

	/** Its keys can be made from the configured ones only once. */
	static class EnumRouter extends Router {

		EnumRouter(Map<String, RecordingDataSource> recorded) {
			super(recorded);
		}

		@Override
		protected Object resolveSpecifiedLookupKey(Object lookupKey) {
			return Tenant.valueOf(((String) lookupKey).toUpperCase(Locale.ROOT));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BeanTargets {

		@Bean
		RecordingDataSource northDataSource() {
			return new RecordingDataSource("north");
		}

		@Bean
		RecordingDataSource southDataSource() {
			return new RecordingDataSource("south");
		}

		@Bean
		@Primary
		Router router(@Qualifier("northDataSource") DataSource north, @Qualifier("southDataSource") DataSource south) {
			Router router = new Router(Map.of());
			router.setTargetDataSources(Map.of(Tenant.NORTH, north, Tenant.SOUTH, south));
			return router;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherTargets {

		@Bean
		Router router() {
			Router router = new Router(Map.of());
			RecordingDataSource north = new RecordingDataSource("other-north");
			router.setTargetDataSources(
					Map.of(Tenant.NORTH, north, Tenant.SOUTH, new RecordingDataSource("other-south")));
			router.setDefaultTargetDataSource(north);
			return router;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DefaultTarget {

		@Bean
		Router router() {
			Router router = new Router(Map.of());
			router.setTargetDataSources(Map.of(Tenant.NORTH, new RecordingDataSource("default-north")));
			router.setDefaultTargetDataSource(new RecordingDataSource("default"));
			return router;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnKeys {

		@Bean
		Router router() {
			Map<String, RecordingDataSource> targets = Map.of("north", new RecordingDataSource("own-north"), "south",
					new RecordingDataSource("own-south"));
			Router router = new EnumRouter(targets);
			router.setTargetDataSources(Map.copyOf(targets));
			return router;
		}

	}

}
