package io.dbmonitor.hibernate;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.hibernate.model.EntityWorkload;
import io.dbmonitor.hibernate.model.TwoUnitsApplication;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Proves;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import org.hibernate.SessionFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replaying the history gives the rows in the tables of each persistence unit, also where
 * transactions of both go side by side and end differently.
 */
@PostgresTest
@Proves(area = Proves.Area.SPRING, subject = "Several persistence units",
		note = "the audit of each, on one data source and on several")
class SeveralUnitsTests {

	private static final int TRANSACTIONS = 30;

	private static final int STEPS = 8;

	@ParameterizedTest
	@CsvSource({ "1, memory", "2, jdbc" })
	void onADataSourceEach(long seed, String store, PostgresDatabase database) {
		work(seed, store, database, "second.url=jdbc:h2:mem:second-" + store);
	}

	@ParameterizedTest
	@CsvSource({ "3, memory", "4, jdbc" })
	void onDataSourcesOfOneDatabase(long seed, String store, PostgresDatabase database) {
		work(seed, store, database, "second.url=" + database.url(), "second.username=" + database.username(),
				"second.password=" + database.password());
	}

	@ParameterizedTest
	@CsvSource({ "5, memory", "6, jdbc" })
	void onOneDataSource(long seed, String store, PostgresDatabase database) {
		work(seed, store, database);
	}

	private static void work(long seed, String store, PostgresDatabase database, String... second) {
		String[] properties = Stream
			.of(database.dataSourceProperties(), second,
					new String[] { "spring.data.jpa.repositories.enabled=false", "dbmonitor.audit.store=" + store,
							"dbmonitor.audit.jdbc.initialize-schema=always",
							"dbmonitor.audit.memory.max-change-sets=10000" })
			.flatMap(Stream::of)
			.toArray(String[]::new);
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(TwoUnitsApplication.class)
			.properties(properties)
			.web(WebApplicationType.NONE)
			.run()) {
			EntityManagerFactory products = context.getBean("products", EntityManagerFactory.class);
			EntityManagerFactory others = context.getBean("others", EntityManagerFactory.class);
			History history = new History(context);
			Random random = new Random(seed);
			for (int i = 0; i < TRANSACTIONS; i++) {
				int commits = transactions(products, others, random);
				assertThat(history.next()).as("seed %d, change sets of transactions %d", seed, i)
					.isLessThanOrEqualTo(commits);
				assertThat(history.state()).as("seed %d, after transactions %d", seed, i)
					.isEqualTo(rows(products, others));
			}
			assertThat(context.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
		}
	}

	private static int transactions(EntityManagerFactory products, EntityManagerFactory others, Random random) {
		try (EntityManager first = products.createEntityManager();
				EntityManager second = others.createEntityManager()) {
			EntityWorkload[] workloads = { EntityWorkload.products(first, random),
					EntityWorkload.others(second, random) };
			first.getTransaction().begin();
			second.getTransaction().begin();
			for (int i = 0; i < STEPS; i++) {
				workloads[random.nextInt(workloads.length)].step();
			}
			return end(first.getTransaction(), random) + end(second.getTransaction(), random);
		}
	}

	private static int end(EntityTransaction transaction, Random random) {
		if (random.nextInt(4) > 0) {
			transaction.commit();
			return 1;
		}
		transaction.rollback();
		return 0;
	}

	private static Map<String, Map<String, Object>> rows(EntityManagerFactory... units) {
		Map<String, Map<String, Object>> rows = new TreeMap<>();
		for (EntityManagerFactory unit : units) {
			rows.putAll(Rows.read(unit.unwrap(SessionFactory.class)));
		}
		return rows;
	}

}
