package io.dbmonitor.benchmarks.audit;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;

import javax.sql.DataSource;

import io.dbmonitor.benchmarks.Database;
import jakarta.persistence.EntityManager;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * An application with entities, audited or not.
 */
@State(Scope.Benchmark)
public abstract class AuditedApplication {

	static final int ENTITIES = 1000;

	/** The database. */
	@Param({ "POSTGRESQL", "H2" })
	public String database = "POSTGRESQL";

	/** The audit. */
	@Param
	public Audit audit = Audit.BARE;

	private Database server;

	private ConfigurableApplicationContext context;

	private TransactionTemplate transactions;

	private EntityManager entityManager;

	/** Starts the application. */
	@Setup
	public void start() throws IOException, SQLException {
		this.server = Database.start(this.database);
		this.context = this.audit.start(this.server);
		this.transactions = this.context.getBean(TransactionTemplate.class);
		this.entityManager = this.context.getBean(EntityManager.class);
	}

	/** Stops the application. */
	@TearDown
	public void stop() throws IOException {
		this.context.close();
		this.server.close();
	}

	void inTransaction(Consumer<EntityManager> work) {
		this.transactions.executeWithoutResult((status) -> work.accept(this.entityManager));
	}

	void insert(int count) {
		inTransaction((entityManager) -> {
			for (int i = 0; i < count; i++) {
				entityManager.persist(new Item(i));
			}
		});
	}

	/** Empties the tables that grow, and sees whether there was anything in them. */
	void empty() throws SQLException {
		try (Connection connection = this.context.getBean(DataSource.class).getConnection();
				Statement statement = connection.createStatement()) {
			for (String table : this.audit.tables()) {
				if (statement.executeUpdate("delete from " + table) == 0) {
					throw new IllegalStateException(this.audit + " has kept nothing in " + table);
				}
				if (this.database.equals("POSTGRESQL")) {
					statement.execute("truncate table " + table + " cascade");
				}
			}
		}
	}

}
