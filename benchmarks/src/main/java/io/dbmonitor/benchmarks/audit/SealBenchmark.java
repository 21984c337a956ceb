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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * What sealing costs writers, on PostgreSQL: iterations take turns without it and with
 * it, and what they show beside each other is printed at the end. In processes of their
 * own the two would differ by what the machine does otherwise, and by what the compiler
 * has not come to yet. JMH's own figure is of both together.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 20, time = 3)
@Measurement(iterations = 160, time = 1)
@Fork(1)
public class SealBenchmark {

	private final Turns turns = new Turns();

	private SealedApplication application;

	/** Starts the application. */
	@Setup
	public void start() throws IOException, SQLException {
		this.application = new SealedApplication();
	}

	/** Stops the application. */
	@TearDown
	public void stop() throws IOException, SQLException {
		this.application.close();
		System.out.println(this.turns);
	}

	/** Seals what will be written, or lets it wait. */
	@Setup(Level.Iteration)
	public void begin() {
		if (!this.turns.begin()) {
			this.application.stopSealing();
		}
	}

	/** Seals what was written, so that the next turn does not have to. */
	@TearDown(Level.Iteration)
	public void settle(IterationParams iteration) throws SQLException, InterruptedException {
		if (iteration.getType() == IterationType.MEASUREMENT) {
			this.turns.end();
		}
		this.application.startSealing();
		this.application.awaitSeals();
	}

	/** One insert with its commit, by as many writers as keep two processors busy. */
	@Benchmark
	@Threads(4)
	public void writeAtFullLoad() {
		this.turns.measure(this.application::insert);
	}

	/** One insert with its commit, by one writer. */
	@Benchmark
	@Threads(1)
	public void write() {
		this.turns.measure(this.application::insert);
	}

}
