package io.dbmonitor.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application with a database, with or without a monitor, and one of its connections.
 */
@State(Scope.Benchmark)
public abstract class RunningApplication {

	static final int ROWS = 1000;

	static final int COLUMNS = 10;

	/** The database. */
	@Param({ "H2", "POSTGRESQL" })
	public String database = "H2";

	/** The monitor. */
	@Param
	public Monitor monitor = Monitor.BARE;

	private Database server;

	private ConfigurableApplicationContext context;

	DataSource dataSource;

	Connection connection;

	/** Starts the application. */
	@Setup
	public void start() throws IOException, SQLException {
		this.server = Database.start(this.database);
		this.context = this.monitor.start(this.server);
		this.dataSource = this.monitor.dataSource(this.context);
		this.connection = this.dataSource.getConnection();
		String columns = IntStream.range(0, COLUMNS)
			.mapToObj((i) -> "c" + i + " varchar(20)")
			.collect(Collectors.joining(", "));
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("create table item (id int primary key, " + columns + ")");
			statement.execute("create table bulk (id int, name varchar(20))");
			for (int i = 0; i < ROWS; i++) {
				statement.execute("insert into item values (" + i + ", 'text'".repeat(COLUMNS) + ")");
			}
		}
	}

	/** Stops the application. */
	@TearDown
	public void stop() throws IOException, SQLException {
		this.connection.close();
		this.context.close();
		this.server.close();
	}

}
