package io.dbmonitor;

import java.util.List;
import java.util.concurrent.Callable;

import javax.sql.DataSource;

import io.dbmonitor.app.Customer;
import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.StatementSnapshot;
import io.dbmonitor.testing.ClassPath;
import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.RunningApplication;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that lack an optional library: each feature switches on where it can.
 */
@Proves(area = Proves.Area.SPRING, subject = "Without JPA, the actuator, Micrometer or HikariCP",
		note = "each feature where what it needs is there")
class ClassPathMatrixTests {

	private static final String[] POOLS = { "HikariCP", "tomcat-jdbc", "commons-dbcp2" };

	private static final String[] ACTUATOR = { "spring-boot-actuator", "spring-boot-starter-actuator",
			"spring-boot-health" };

	private static final String[] MICROMETER = { "micrometer-core", "micrometer-registry-prometheus",
			"spring-boot-micrometer-", "spring-boot-starter-micrometer-" };

	private static final String[] JPA = { "hibernate-core", "jakarta.persistence-api", "spring-orm", "spring-data-jpa",
			"spring-boot-hibernate", "spring-boot-jpa", "spring-boot-data-jpa", "spring-boot-starter-data-jpa" };

	@Test
	void jpaWithoutActuatorIsAuditedAndItsStatementsAreRecorded() throws Exception {
		assertThat(ClassPath.without(ACTUATOR).call(JpaWithoutActuator.class))
			.isEqualTo("actuator: false, audit: [CREATE Customer], inserts: 1");
	}

	@Test
	void jpaWithoutActuatorAndMicrometerIsAuditedAndItsStatementsAreRecorded() throws Exception {
		assertThat(ClassPath.without(join(ACTUATOR, MICROMETER)).call(JpaWithoutActuator.class))
			.isEqualTo("actuator: false, audit: [CREATE Customer], inserts: 1");
	}

	@Test
	void actuatorWithoutJpaShowsStatementsAndNoAudit() throws Exception {
		assertThat(ClassPath.without(JPA).call(ActuatorWithoutJpa.class)).isEqualTo(
				"sections: [\"queries\",\"findings\",\"work\",\"connections\",\"sessions\",\"locks\",\"tables\",\"indexes\",\"alerts\",\"history\"], audit: 404, calls: 2.0, faults: 0.0");
	}

	@Test
	void actuatorWithoutMicrometerShowsStatements() throws Exception {
		assertThat(ClassPath.without(MICROMETER).call(ActuatorWithoutMicrometer.class)).isEqualTo(
				"micrometer: false, sections: [\"queries\",\"findings\",\"work\",\"connections\",\"sessions\",\"locks\",\"tables\",\"indexes\",\"audit\",\"alerts\",\"history\"], calls: 1.0");
	}

	@Test
	void plainDriverDataSourceIsWatchedWithoutHikari() throws Exception {
		assertThat(ClassPath.without(POOLS).call(DriverDataSourceWithoutHikari.class))
			.isEqualTo("hikari: false, simple driver: true, pool: null, calls: 1.0, lease timed: true");
	}

	@Test
	void embeddedDatabaseIsWatchedWithoutHikari() throws Exception {
		assertThat(ClassPath.without(POOLS).call(EmbeddedDatabaseWithoutHikari.class))
			.isEqualTo("hikari: false, embedded: true, calls: 1.0");
	}

	private static String[] join(String[] first, String[] second) {
		return List.of(List.of(first), List.of(second)).stream().flatMap(List::stream).toArray(String[]::new);
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, null);
	}

	static class JpaWithoutActuator implements Callable<String> {

		@Override
		public String call() {
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(JpaApplication.class)
				.properties("spring.main.web-application-type=none", "spring.jpa.hibernate.ddl-auto=create",
						"spring.datasource.url=jdbc:h2:mem:no-actuator")
				.run()) {
				context.getBean(TransactionTemplate.class)
					.executeWithoutResult(
							(status) -> context.getBean(EntityManager.class).persist(new Customer("Somebody")));
				List<String> changes = context.getBean(ChangeSetStore.class)
					.find(new AuditQuery(null, null, null, null, null, null, 0, 10))
					.stream()
					.map(ChangeSet::changes)
					.flatMap(List::stream)
					.map((change) -> change.operation() + " " + change.entity())
					.toList();
				long inserts = context.getBean(QueryStatistics.class)
					.all()
					.stream()
					.filter((statement) -> statement.statement().startsWith("insert"))
					.mapToLong(StatementSnapshot::calls)
					.sum();
				return "actuator: " + isPresent("org.springframework.boot.actuate.endpoint.annotation.Endpoint")
						+ ", audit: " + changes + ", inserts: " + inserts;
			}
		}

	}

	static class ActuatorWithoutJpa implements Callable<String> {

		@Override
		public String call() {
			try (RunningApplication application = RunningApplication.start(JdbcApplication.class,
					"spring.datasource.url=jdbc:h2:mem:no-jpa")) {
				JdbcTemplate jdbc = application.bean(JdbcTemplate.class);
				jdbc.queryForList("select 1 as marker");
				jdbc.queryForList("select 2 as marker");
				Json queries = application.http().json("/actuator/dbmonitor/queries?contains=marker");
				return "sections: " + application.overview().list("$.sections") + ", audit: "
						+ application.http().get("/actuator/dbmonitor/audit").statusCode() + ", calls: "
						+ queries.number("$.queries[0].calls") + ", faults: "
						+ application.scrape().value("dbmonitor_faults_total{feature=\"audit\"}");
			}
		}

	}

	static class ActuatorWithoutMicrometer implements Callable<String> {

		@Override
		public String call() {
			try (RunningApplication application = RunningApplication.start(JpaApplication.class,
					"spring.jpa.hibernate.ddl-auto=create", "spring.datasource.url=jdbc:h2:mem:no-micrometer")) {
				application.bean(JdbcTemplate.class).queryForList("select 1 as marker");
				Json queries = application.http().json("/actuator/dbmonitor/queries?contains=marker");
				return "micrometer: " + isPresent("io.micrometer.core.instrument.MeterRegistry") + ", sections: "
						+ application.overview().list("$.sections") + ", calls: "
						+ queries.number("$.queries[0].calls");
			}
		}

	}

	static class DriverDataSourceWithoutHikari implements Callable<String> {

		@Override
		public String call() {
			try (RunningApplication application = RunningApplication.start(JdbcApplication.class,
					"spring.datasource.url=jdbc:h2:mem:no-hikari;DB_CLOSE_DELAY=-1",
					"spring.datasource.type=" + SimpleDriverDataSource.class.getName())) {
				application.bean(JdbcTemplate.class).queryForList("select 1 as marker");
				Json queries = application.http().json("/actuator/dbmonitor/queries?contains=marker");
				return "hikari: " + isPresent("com.zaxxer.hikari.HikariDataSource") + ", simple driver: "
						+ (application.bean(DataSource.class) instanceof SimpleDriverDataSource) + ", pool: "
						+ application.overview().object("$.dataSources[0]").get("pool") + ", calls: "
						+ queries.number("$.queries[0].calls") + ", lease timed: " + (application.scrape()
							.value("dbmonitor_pool_lease_seconds_count{datasource=\"dataSource\"}") >= 1);
			}
		}

	}

	static class EmbeddedDatabaseWithoutHikari implements Callable<String> {

		@Override
		public String call() {
			try (RunningApplication application = RunningApplication.start(JdbcApplication.class)) {
				application.bean(JdbcTemplate.class).queryForList("select 1 as marker");
				Json queries = application.http().json("/actuator/dbmonitor/queries?contains=marker");
				return "hikari: " + isPresent("com.zaxxer.hikari.HikariDataSource") + ", embedded: "
						+ (application.bean(DataSource.class) instanceof EmbeddedDatabase) + ", calls: "
						+ queries.number("$.queries[0].calls");
			}
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class JdbcApplication {

	}

}
