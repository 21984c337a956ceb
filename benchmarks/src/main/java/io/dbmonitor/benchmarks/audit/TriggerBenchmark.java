package io.dbmonitor.benchmarks.audit;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.dbmonitor.audit.jdbc.postgresql.trigger.AuditTriggers;
import io.dbmonitor.benchmarks.Database;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What triggers add to statements of another program, on PostgreSQL.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 4, time = 3)
@Fork(3)
public class TriggerBenchmark {

	private static final int ROWS = 20_000;

	/** What records the rows. */
	@Param
	public Recording recording = Recording.NONE;

	private Database server;

	private ConfigurableApplicationContext context;

	private Connection connection;

	private Statement statement;

	private PreparedStatement single;

	private long id;

	/** Makes tables, rows and triggers. */
	@Setup
	public void start() throws IOException, SQLException {
		this.server = Database.start("POSTGRESQL");
		List<String> properties = new ArrayList<>(this.server.properties());
		properties.addAll(List.of("spring.main.banner-mode=off", "logging.level.root=error",
				"spring.jpa.hibernate.ddl-auto=create", "dbmonitor.audit.store=jdbc",
				"dbmonitor.audit.jdbc.initialize-schema=always", "dbmonitor.audit.triggers.enabled=true",
				"dbmonitor.audit.triggers.interval=1h",
				"dbmonitor.audit.triggers.initialize-schema="
						+ ((this.recording == Recording.DBMONITOR) ? "always" : "never"),
				"dbmonitor.audit.triggers.tables=" + ((this.recording == Recording.ELSEWHERE) ? "elsewhere" : "item")));
		this.context = new SpringApplicationBuilder(Audit.Application.class)
			.properties(properties.toArray(String[]::new))
			.web(WebApplicationType.NONE)
			.run();
		this.connection = DriverManager
			.getConnection(this.context.getEnvironment().getRequiredProperty("spring.datasource.url"), "postgres", "");
		this.statement = this.connection.createStatement();
		for (String sql : this.recording.sql) {
			this.statement.execute(sql);
		}
		if (this.recording == Recording.ELSEWHERE) {
			this.context.getBean(AuditTriggers.class).install();
		}
		this.statement
			.execute("insert into item (id, version, name, description, category, price, stock, active, changed)"
					+ " select i, 0, 'item ' || i, 'a thing that can be had, number ' || i, 'category ' || i % 10, i / 100.0, i,"
					+ " i % 2 = 0, now() from generate_series(1, " + ROWS + ") i");
		this.single = this.connection.prepareStatement("update item set stock = stock + 1 where id = ?");
		clean();
	}

	/** Stops the application and the server. */
	@TearDown
	public void stop() throws IOException, SQLException {
		this.connection.close();
		this.context.close();
		this.server.close();
	}

	/** Leaves the tables as they were, and sees whether what had to be recorded was. */
	@TearDown(Level.Iteration)
	public void clean() throws SQLException {
		if (this.recording.table != null) {
			try (ResultSet row = this.statement.executeQuery("select count(*) from " + this.recording.table)) {
				row.next();
				if (row.getLong(1) == 0) {
					throw new IllegalStateException(this.recording + " has recorded nothing");
				}
			}
			this.statement.execute("truncate " + this.recording.table);
		}
		if (this.recording == Recording.DBMONITOR) {
			this.statement.execute("truncate dbmonitor_write");
		}
		this.statement.execute("vacuum item");
		this.statement.execute("checkpoint");
	}

	/** 20,000 rows by one statement. */
	@Benchmark
	public int bulkUpdate() throws SQLException {
		return this.statement.executeUpdate("update item set price = price + 1, stock = stock + 1, changed = now()");
	}

	/** One row. */
	@Benchmark
	public int singleUpdate() throws SQLException {
		this.id = this.id % ROWS + 1;
		this.single.setLong(1, this.id);
		return this.single.executeUpdate();
	}

	/** What records the rows. */
	public enum Recording {

		/** Nothing. */
		NONE(null),

		/** A trigger for each row, as it is written by hand. */
		ROW_TRIGGER("item_log", "create table item_log (at timestamptz, operation text, old_row jsonb, new_row jsonb)",
				"""
						create function log_item() returns trigger language plpgsql as $$ begin
							insert into item_log values (now(), tg_op, to_jsonb(old), to_jsonb(new));
							return null;
						end $$""",
				"create trigger item_log after update on item for each row execute function log_item()", """
						insert into item_log values (now(), 'START', null, null)"""),

		/** The triggers of this monitor. */
		DBMONITOR("dbmonitor_row"),

		/** The triggers of this monitor, of another table only. */
		ELSEWHERE(null, "create table elsewhere (id bigint primary key)");

		private final String table;

		private final String[] sql;

		Recording(String table, String... sql) {
			this.table = table;
			this.sql = sql;
		}

	}

}
