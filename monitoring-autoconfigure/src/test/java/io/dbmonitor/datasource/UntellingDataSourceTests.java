package io.dbmonitor.datasource;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import javax.sql.DataSource;

import io.dbmonitor.database.DatabaseMonitor;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A data source whose getters throw harms nobody.
 */
class UntellingDataSourceTests {

	@Test
	void aDataSourceThatDoesNotTellItsUrlIsWatchedAllTheSame() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run()) {
			assertThat(context.getBean(JdbcTemplate.class).queryForObject("select 42", Integer.class)).isEqualTo(42);
			assertThat(context.getBean(DatabaseMonitor.class).state("dataSource")).hasValueSatisfying((state) -> {
				assertThat(state.support().supported()).isFalse();
				assertThat(state.support().product()).isEqualTo("an unknown database");
			});
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration(
			exclude = { HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class })
	static class Application {

		@Bean
		DataSource dataSource() {
			return new TenantDataSource();
		}

	}

	/** Knows where it leads only when it is asked for a connection. */
	static class TenantDataSource extends AbstractDataSource {

		public String getUrl() {
			throw new UnsupportedOperationException("No tenant is bound");
		}

		@Override
		public Connection getConnection() throws SQLException {
			return DriverManager.getConnection("jdbc:h2:mem:tenant");
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			return getConnection();
		}

	}

}
