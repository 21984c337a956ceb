package sample.shop.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import sample.shop.ShopTest;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

@ShopTest
class EmbeddedDatabaseTests {

	@Test
	void theServerKeepsStatisticsOfStatements(@Autowired JdbcClient jdbc) {
		assertThat(jdbc.sql("select count(*) from pg_stat_statements").query(Long.class).single()).isPositive();
		assertThat(jdbc.sql("show track_io_timing").query(String.class).single()).isEqualTo("on");
	}

	@Test
	void theServerIsNotStartedWhereAUrlIsGiven() {
		new ApplicationContextRunner().withUserConfiguration(EmbeddedDatabaseConfiguration.class)
			.withPropertyValues("spring.datasource.url=jdbc:postgresql://db.example.com/shop")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddedPostgres.class));
	}

}
