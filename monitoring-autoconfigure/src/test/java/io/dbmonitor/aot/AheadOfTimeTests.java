package io.dbmonitor.aot;

import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.dbmonitor.clinic.ClinicApplication;
import io.dbmonitor.datasource.WatchedDataSource;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.testing.HttpJson;
import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.Scrape;
import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that was prepared at build time is watched as any other is.
 */
@CompileWithForkedClassLoader
@Proves(area = Proves.Area.SPRING, subject = "Prepared at build time (AOT) on the JVM",
		note = "statements, pool, audit, page, meters")
class AheadOfTimeTests {

	private static final String[] CLINIC = { "server.port=0", "spring.main.banner-mode=off",
			"spring.datasource.url=jdbc:h2:mem:aot", "spring.jpa.hibernate.ddl-auto=create",
			"management.endpoints.web.exposure.include=dbmonitor,prometheus",
			"management.endpoint.dbmonitor.show-values=always",
			// Classes of two class loaders do not fit together; not so where there is one
			"logging.level.org.hibernate.orm.service=error" };

	private static final String PROXY = HikariDataSource.class.getName() + "$$SpringCGLIB$$0";

	@Test
	void everyFeatureWorksFromWhatWasGenerated() {
		// A JVM takes one factory for all class loaders
		TomcatURLStreamHandlerFactory.disable();
		AheadOfTime clinic = AheadOfTime.process(ClinicApplication.class, CLINIC);
		assertThat(clinic.classes()).contains(PROXY);
		assertThat(clinic.hints())
			.matches(RuntimeHintsPredicates.reflection()
				.onType(TypeReference.of(PROXY))
				.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
			.matches(RuntimeHintsPredicates.reflection().onMethodInvocation(HikariDataSource.class, "getPoolName"));
		clinic.run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			assertThat(dataSource).isInstanceOf(WatchedDataSource.class);
			assertThat(dataSource.getClass().getName()).isEqualTo(PROXY);
			HttpJson http = new HttpJson(
					context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
			String id = http.get("/owners/new/Franklin").body();
			Json overview = http.json("/actuator/dbmonitor");
			assertThat(overview.string("$.dataSources[0].pool.name")).startsWith("HikariPool");
			assertThat(overview.number("$.audit.created")).isEqualTo(2);
			assertThat(overview.list("$.sections")).contains("queries", "findings", "connections", "sessions", "locks",
					"tables", "indexes", "audit", "alerts", "history");
			Json queries = http.json("/actuator/dbmonitor/queries?contains=into+owner");
			assertThat(queries.list("$.queries[*].calls")).hasToString("[1]");
			assertThat(queries.string("$.queries[0].callers[0].route")).isEqualTo("GET /owners/new/{name}");
			assertThat(http.json("/actuator/dbmonitor/audit/Owner/" + id)
				.string("$.changeSets[0].changes[0].values.lastName.new")).isEqualTo("Franklin");
			Scrape scrape = Scrape.parse(http.get("/actuator/prometheus").body());
			assertThat(scrape.value("dbmonitor_audit_changes_total{operation=\"create\",source=\"orm\"}")).isEqualTo(2);
			assertThat(scrape.value("dbmonitor_pool_max{datasource=\"dataSource\"}")).isEqualTo(10);
			assertThat(scrape.value("dbmonitor_faults_total{feature=\"datasource\"}")).isZero();
		});
	}

	@Test
	void poolsScopedProxiesAndTargetsOfRoutersAreWatchedEachInItsWay() {
		AheadOfTime application = AheadOfTime.process(ManyPools.class, "spring.main.web-application-type=none",
				"spring.main.banner-mode=off", "spring.data.jpa.repositories.enabled=false");
		application.run((context) -> {
			for (String name : List.of("firstDataSource", "secondDataSource", "scoped", "dataSource")) {
				DataSource dataSource = context.getBean(name, DataSource.class);
				new JdbcTemplate(dataSource).queryForList("select 1 as marker_aot");
			}
			assertThat(context.getBean("firstDataSource").getClass())
				.isSameAs(context.getBean("secondDataSource").getClass());
			assertThat(context.getBean(QueryStatistics.class)
				.all()
				.stream()
				.filter((statement) -> statement.statement().contains("marker_aot"))
				.map((statement) -> statement.dataSource() + " " + statement.calls()))
				.containsExactlyInAnyOrder("first 1", "second 1", "scoped 1", "dataSource.only 1");
		});
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = HibernateJpaAutoConfiguration.class)
	static class ManyPools {

		@Bean
		static CustomScopeConfigurer scopes() {
			CustomScopeConfigurer scopes = new CustomScopeConfigurer();
			scopes.addScope("thread", new SimpleThreadScope());
			return scopes;
		}

		@Bean
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
		HikariDataSource scoped() {
			return h2("scoped");
		}

		@Bean
		@Primary
		HikariDataSource firstDataSource() {
			return h2("first");
		}

		@Bean
		HikariDataSource secondDataSource() {
			return h2("second");
		}

		@Bean
		Router dataSource() {
			return new Router();
		}

		static HikariDataSource h2(String name) {
			return DataSourceBuilder.create().type(HikariDataSource.class).url("jdbc:h2:mem:aot-" + name).build();
		}

	}

	static class Router extends AbstractRoutingDataSource {

		Router() {
			setTargetDataSources(Map.of("only", ManyPools.h2("target")));
		}

		@Override
		protected Object determineCurrentLookupKey() {
			return "only";
		}

	}

}
