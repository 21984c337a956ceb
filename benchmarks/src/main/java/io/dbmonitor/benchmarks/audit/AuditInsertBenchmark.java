package io.dbmonitor.benchmarks.audit;

import java.sql.SQLException;
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
 * What 1,000 inserts in one transaction cost.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 4, time = 2)
@Fork(3)
public class AuditInsertBenchmark extends AuditedApplication {

	/** Empties the tables. */
	@TearDown(Level.Iteration)
	public void forget() throws SQLException {
		empty();
	}

	/** Many inserts. */
	@Benchmark
	public void auditedInserts() {
		insert(ENTITIES);
	}

}
