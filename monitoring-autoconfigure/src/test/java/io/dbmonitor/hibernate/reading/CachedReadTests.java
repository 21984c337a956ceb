package io.dbmonitor.hibernate.reading;

import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSetStore;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What comes out of the second-level cache was read, without a connection.
 */
class CachedReadTests {

	private static final AuditQuery READS = new AuditQuery(null, null, null, ChangeOperation.READ, null, null, 0, 100);

	@Test
	void aReadOutOfTheCacheFetchesNoConnectionThatIsLazy() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(ReadingApplication.class,
				LazyConnections.class)
			.properties("spring.jpa.hibernate.ddl-auto=create",
					"spring.jpa.properties.hibernate.cache.region.factory_class=" + MapRegionFactory.class.getName(),
					"dbmonitor.audit.store=jdbc", "dbmonitor.audit.jdbc.initialize-schema=always",
					"dbmonitor.audit.reads[*]=1")
			.web(WebApplicationType.NONE)
			.run()) {
			EntityManager entityManager = context.getBean(EntityManager.class);
			TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
			transaction.executeWithoutResult((status) -> entityManager.persist(new Leaflet(1)));
			transaction.executeWithoutResult((status) -> entityManager.persist(new Cabinet(1)));
			transaction.executeWithoutResult((status) -> entityManager.find(Cabinet.class, 1L));
			HikariDataSource pool = context.getBean(HikariDataSource.class);
			transaction.executeWithoutResult((status) -> entityManager.find(Leaflet.class, 1L));
			transaction.executeWithoutResult((status) -> {
				entityManager.find(Leaflet.class, 1L);
				assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
			});
			await().untilAsserted(() -> assertThat(context.getBean(ChangeSetStore.class).find(READS)).hasSize(3));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "jdbc" })
	void anEntityOutOfTheCacheIsRead(String store) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(ReadingApplication.class)
			.properties("spring.datasource.url=jdbc:h2:mem:cached-" + store, "spring.jpa.hibernate.ddl-auto=create",
					"spring.jpa.properties.hibernate.cache.region.factory_class=" + MapRegionFactory.class.getName(),
					"spring.jpa.properties.hibernate.generate_statistics=true", "dbmonitor.audit.store=" + store,
					"dbmonitor.audit.jdbc.initialize-schema=always", "dbmonitor.audit.reads.Leaflet=1",
					"dbmonitor.audit.reads.FoldedLeaflet=1")
			.web(WebApplicationType.NONE)
			.run()) {
			SessionFactory factory = context.getBean(EntityManagerFactory.class).unwrap(SessionFactory.class);
			factory.inTransaction((session) -> {
				session.persist(new Leaflet(1));
				session.persist(new FoldedLeaflet(2));
			});
			factory.inTransaction((session) -> session.findMultiple(Leaflet.class, List.of(1L, 2L)));
			Statistics statistics = factory.getStatistics();
			long hits = statistics.getSecondLevelCacheHitCount();
			factory.inSession((session) -> {
				session.find(Leaflet.class, 1L);
				session.find(Leaflet.class, 2L);
				assertThat(((SharedSessionContractImplementor) session).getJdbcCoordinator()
					.getLogicalConnection()
					.isPhysicallyConnected()).isFalse();
			});
			assertThat(statistics.getSecondLevelCacheHitCount()).isEqualTo(hits + 2);
			await().untilAsserted(() -> assertThat(context.getBean(ChangeSetStore.class).find(READS)).hasSize(2)
				.allSatisfy((set) -> assertThat(set.changes()).extracting((read) -> read.entity() + " " + read.id())
					.containsExactly("Leaflet 1", "FoldedLeaflet 2")));
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class LazyConnections {

		@Bean
		HikariDataSource pool() {
			return DataSourceBuilder.create()
				.type(HikariDataSource.class)
				.url("jdbc:h2:mem:cached-lazy")
				.username("sa")
				.build();
		}

		@Bean
		@Primary
		DataSource lazy(HikariDataSource pool) {
			return new LazyConnectionDataSourceProxy(pool);
		}

	}

}
