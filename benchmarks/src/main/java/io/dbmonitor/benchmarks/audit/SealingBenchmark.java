package io.dbmonitor.benchmarks.audit;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

import io.dbmonitor.audit.jdbc.postgresql.seal.AuditSeals;
import io.dbmonitor.audit.jdbc.postgresql.seal.SealVerification;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long it takes to seal change sets and to verify them, on PostgreSQL: the time is
 * for {@value #CHANGE_SETS} of them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(3)
public class SealingBenchmark {

	static final int CHANGE_SETS = 10_000;

	/** How many changes each has. */
	@Param({ "1", "10" })
	public int changes;

	private SealedApplication application;

	private AuditSeals verifying;

	/** Starts the application, and makes change sets that are sealed. */
	@Setup
	public void start() throws IOException, SQLException, InterruptedException {
		this.application = new SealedApplication();
		this.application.stopSealing();
		this.application.execute("insert into dbmonitor_change_set (uuid, changed_at, actor, route)"
				+ " select gen_random_uuid(), now(), 'alice', 'POST /orders' from generate_series(1, " + CHANGE_SETS
				+ ")");
		this.application
			.execute("insert into dbmonitor_change select id, place << 20, 'Item', place::text, 'UPDATE', 'ORM',"
					+ " json_build_object('stock', json_build_array(place, place + 1), 'name', repeat('x', 100))"
					+ " from dbmonitor_change_set, generate_series(0, " + this.changes + "::bigint - 1) place");
		this.verifying = this.application.seals();
		seal();
	}

	/** Stops the application. */
	@TearDown
	public void stop() throws IOException, SQLException {
		this.application.close();
	}

	/** Seals all of them, from nothing. */
	@Benchmark
	public void seal() throws SQLException, InterruptedException {
		this.application.execute("truncate dbmonitor_seal");
		AuditSeals seals = this.application.seals();
		seals.start();
		this.application.awaitSeals();
		seals.stop();
	}

	/** Verifies all of them. */
	@Benchmark
	public SealVerification verify() {
		SealVerification verification = this.verifying.verify().get(0);
		if (!verification.clean() || verification.changeSets() != CHANGE_SETS) {
			throw new IllegalStateException(verification.toString());
		}
		return verification;
	}

}
