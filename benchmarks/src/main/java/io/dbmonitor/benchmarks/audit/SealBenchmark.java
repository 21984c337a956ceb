package io.dbmonitor.benchmarks.audit;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What sealing costs writers, on PostgreSQL.
 */
@State(Scope.Benchmark)
@BenchmarkMode({ Mode.AverageTime, Mode.SampleTime })
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 4, time = 3)
@Fork(3)
public class SealBenchmark {

	/** Whether change sets are sealed. */
	@Param({ "false", "true" })
	public boolean seal;

	private SealedApplication application;

	/** Starts the application. */
	@Setup
	public void start() throws IOException, SQLException {
		this.application = new SealedApplication(this.seal);
	}

	/** Stops the application. */
	@TearDown
	public void stop() throws IOException, SQLException {
		this.application.close();
	}

	/** Waits until all is sealed. */
	@TearDown(Level.Iteration)
	public void settle() throws SQLException, InterruptedException {
		if (this.seal) {
			this.application.awaitSeals();
		}
	}

	/** One insert with its commit, by as many writers as keep two processors busy. */
	@Benchmark
	@Threads(4)
	public void writeAtFullLoad() {
		this.application.insert();
	}

	/** One insert with its commit, by one writer. */
	@Benchmark
	@Threads(1)
	public void write() {
		this.application.insert();
	}

}
