package io.dbmonitor.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.sql.DataSource;

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
import org.openjdk.jmh.infra.Blackhole;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * What the usual calls cost: a look-up by primary key, a read of 1,000 rows of 10
 * columns, a batch of 1,000 inserts, and taking and giving back a connection.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class StatementBenchmark {

	private static final int ROWS = 1000;

	private static final int COLUMNS = 10;

	/** The database. */
	@Param({ "H2", "POSTGRESQL" })
	public String database = "H2";

	/** The monitor. */
	@Param
	public Monitor monitor = Monitor.BARE;

	private Database server;

	private ConfigurableApplicationContext context;

	private DataSource dataSource;

	private Connection connection;

	private int id;

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

	/** Empties the table that the batch fills. */
	@TearDown(Level.Iteration)
	public void empty() throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("truncate table bulk");
		}
	}

	/** A look-up by primary key, prepared anew as frameworks do. */
	@Benchmark
	public Object lookUp() throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement("select c0 from item where id = ?")) {
			statement.setInt(1, this.id++ % ROWS);
			try (ResultSet result = statement.executeQuery()) {
				result.next();
				return result.getString(1);
			}
		}
	}

	/** A read of many rows. */
	@Benchmark
	public void read(Blackhole blackhole) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement("select * from item");
				ResultSet result = statement.executeQuery()) {
			while (result.next()) {
				for (int i = 1; i <= COLUMNS; i++) {
					blackhole.consume(result.getString(i + 1));
				}
			}
		}
	}

	/** A batch. */
	@Benchmark
	public Object batch() throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement("insert into bulk values (?, ?)")) {
			for (int i = 0; i < ROWS; i++) {
				statement.setInt(1, i);
				statement.setString(2, "text");
				statement.addBatch();
			}
			return statement.executeBatch();
		}
	}

	/** A connection from the pool and back. */
	@Benchmark
	public void lease() throws SQLException {
		this.dataSource.getConnection().close();
	}

}
