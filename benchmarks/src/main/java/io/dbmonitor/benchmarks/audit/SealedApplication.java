package io.dbmonitor.benchmarks.audit;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.dbmonitor.audit.jdbc.postgresql.seal.AuditSeals;
import io.dbmonitor.audit.jdbc.postgresql.seal.SealSettings;
import io.dbmonitor.benchmarks.Database;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.fault.Faults;
import jakarta.persistence.EntityManager;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * An application on PostgreSQL whose change sets are sealed.
 */
final class SealedApplication implements AutoCloseable {

	private static final String KEY = "the secret of a benchmark";

	private static final String UNSEALED = "select (select count(*) from dbmonitor_change_set)"
			+ " - (select count(*) from dbmonitor_seal where kind = 'SEALED')";

	private final Database server;

	private final ConfigurableApplicationContext context;

	private final TransactionTemplate transactions;

	private final EntityManager entityManager;

	/** Outside the pool. */
	private final Connection connection;

	SealedApplication() throws IOException, SQLException {
		this.server = Database.start("POSTGRESQL");
		List<String> properties = new ArrayList<>(this.server.properties());
		properties.addAll(List.of("spring.main.banner-mode=off", "logging.level.root=error",
				"spring.jpa.hibernate.ddl-auto=create", "jdbc.datasource-proxy.enabled=false",
				"spring.jpa.properties.hibernate.integration.envers.enabled=false", "dbmonitor.audit.store=jdbc",
				"dbmonitor.audit.jdbc.initialize-schema=always", "dbmonitor.audit.jdbc.seal.interval=100ms",
				"dbmonitor.audit.jdbc.seal.verify-interval=0", "dbmonitor.audit.jdbc.seal.key=" + KEY,
				"dbmonitor.audit.jdbc.seal.enabled=true"));
		this.context = new SpringApplicationBuilder(Audit.Application.class)
			.properties(properties.toArray(String[]::new))
			.web(WebApplicationType.NONE)
			.run();
		this.transactions = this.context.getBean(TransactionTemplate.class);
		this.entityManager = this.context.getBean(EntityManager.class);
		this.connection = DriverManager
			.getConnection(this.context.getEnvironment().getRequiredProperty("spring.datasource.url"), "postgres", "");
	}

	void insert() {
		this.transactions.executeWithoutResult((status) -> this.entityManager.persist(new Item(1)));
	}

	/** Leaves sealing to others. */
	void stopSealing() {
		this.context.getBean(AuditSeals.class).stop();
	}

	/** Seals again. */
	void startSealing() {
		this.context.getBean(AuditSeals.class).start();
	}

	/** Seals that know of none before. */
	AuditSeals seals() {
		return new AuditSeals(this.context.getBean(MonitoredDataSources.class),
				new SealSettings(KEY, Duration.ofMillis(100), Duration.ZERO), this.context,
				this.context.getBean(Faults.class));
	}

	/** Waits until all is sealed. */
	void awaitSeals() throws SQLException, InterruptedException {
		while (number(UNSEALED) > 0) {
			TimeUnit.MILLISECONDS.sleep(10);
		}
	}

	private long number(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
			row.next();
			return row.getLong(1);
		}
	}

	void execute(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql);
		}
	}

	@Override
	public void close() throws IOException, SQLException {
		this.connection.close();
		this.context.close();
		this.server.close();
	}

}
