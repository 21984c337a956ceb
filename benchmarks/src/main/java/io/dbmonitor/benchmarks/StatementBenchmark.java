package io.dbmonitor.benchmarks;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What the usual calls cost: a look-up by primary key, a read of 1,000 rows of 10
 * columns, and taking and giving back a connection. The warm-up is long because the JIT
 * compiler comes back to the read of many rows after some seconds.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 4, time = 1)
@Fork(5)
public class StatementBenchmark extends RunningApplication {

	private int id;

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

	/** A connection from the pool and back. */
	@Benchmark
	public void lease() throws SQLException {
		this.dataSource.getConnection().close();
	}

}
