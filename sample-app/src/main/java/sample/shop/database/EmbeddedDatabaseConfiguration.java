package sample.shop.database;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Starts a PostgreSQL server of the shop's own when {@code spring.datasource.url} does
 * not say where one is. The data does not outlive the application.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedDatabaseConfiguration.OnNoUrl.class)
class EmbeddedDatabaseConfiguration {

	/**
	 * The server. Its own shutdown hook is off: that would stop the server while the
	 * context, which closes the pool first, is still at work.
	 */
	@Bean(destroyMethod = "close")
	EmbeddedPostgres embeddedPostgres() throws IOException {
		return EmbeddedPostgres.builder()
			.setDataDirectory(dataDirectory())
			.setRegisterShutdownHook(false)
			.setServerConfig("shared_preload_libraries", "pg_stat_statements")
			.setServerConfig("track_io_timing", "on")
			.start();
	}

	/**
	 * The shop's own database, and a role without superuser's rights that a monitor can
	 * read the statistics with.
	 */
	@Bean
	JdbcConnectionDetails jdbcConnectionDetails(EmbeddedPostgres server) {
		DataSource postgres = server.getPostgresDatabase();
		execute(postgres, "create role shop login password 'shop'");
		execute(postgres, "grant pg_monitor, pg_signal_backend to shop");
		execute(postgres, "create database shop owner shop");
		execute(server.getDatabase("postgres", "shop"), "create extension pg_stat_statements");
		return new EmbeddedConnectionDetails(server.getPort());
	}

	private static void execute(DataSource dataSource, String sql) {
		JdbcClient.create(dataSource).sql(sql).update();
	}

	/**
	 * A new directory, so that two shops can run side by side: under Maven's
	 * {@code target} if the application runs from there, wherever it was started, or else
	 * where temporary files go.
	 */
	private static Path dataDirectory() throws IOException {
		URL classes = EmbeddedDatabaseConfiguration.class.getProtectionDomain().getCodeSource().getLocation();
		if (!classes.getPath().endsWith("/target/classes/")) {
			return Files.createTempDirectory("postgres");
		}
		Path parent = Path.of(URI.create(classes.toString())).resolveSibling("postgres");
		return Files.createTempDirectory(Files.createDirectories(parent), "data");
	}

	static class OnNoUrl extends NoneNestedConditions {

		OnNoUrl() {
			super(ConfigurationPhase.PARSE_CONFIGURATION);
		}

		@ConditionalOnProperty("spring.datasource.url")
		static class OnUrl {

		}

	}

	private record EmbeddedConnectionDetails(int port) implements JdbcConnectionDetails {

		@Override
		public String getUsername() {
			return "shop";
		}

		@Override
		public String getPassword() {
			return "shop";
		}

		@Override
		public String getJdbcUrl() {
			return "jdbc:postgresql://localhost:" + this.port + "/shop";
		}

	}

}
