package io.dbmonitor.benchmarks;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a batch of 1,000 inserts costs. Its table is emptied behind each, or the time
 * would be that of a table that grows.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 4, time = 1)
@Fork(5)
public class BatchBenchmark extends RunningApplication {

	/** Empties the table. */
	@TearDown(Level.Invocation)
	public void empty() throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("truncate table bulk");
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

}
