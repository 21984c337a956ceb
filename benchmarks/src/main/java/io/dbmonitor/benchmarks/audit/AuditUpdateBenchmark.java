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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What 1,000 updates in one transaction cost, the read of what is updated included.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 4, time = 2)
@Fork(3)
public class AuditUpdateBenchmark extends AuditedApplication {

	private int number;

	/** Makes what is updated. */
	@Setup(Level.Iteration)
	public void make() {
		insert(ENTITIES);
	}

	/** Empties the tables. */
	@TearDown(Level.Iteration)
	public void forget() throws SQLException {
		empty();
	}

	/** Many updates. */
	@Benchmark
	public void auditedUpdates() {
		int next = this.number++;
		inTransaction((entityManager) -> entityManager.createQuery("from Item", Item.class)
			.getResultList()
			.forEach((item) -> item.change(next)));
	}

}
