package io.dbmonitor.datasource;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the JDBC URL tells of the database.
 */
class MonitoredDataSourceTests {

	@ParameterizedTest
	@CsvSource({ "jdbc:mysql://host/shop, MYSQL, MySQL", "jdbc:aws-wrapper:mysql://host/shop, MYSQL, MySQL",
			"jdbc:tc:mysql:8.4:///shop, MYSQL, MySQL", "jdbc:tc:postgresql:18:///shop, POSTGRESQL, PostgreSQL",
			"jdbc:something://host/shop, UNKNOWN, an unknown database" })
	void databaseIsFoundBehindOtherDrivers(String url, DatabaseDriver driver, String product) {
		MonitoredDataSource dataSource = new MonitoredDataSource("shop",
				new SimpleDriverDataSource(new org.h2.Driver(), url));
		assertThat(dataSource.driver()).isEqualTo(driver);
		assertThat(dataSource.product().name()).isEqualTo(product);
	}

}
