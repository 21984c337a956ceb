package io.dbmonitor.benchmarks.start;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.dbmonitor.benchmarks.Database;
import io.dbmonitor.benchmarks.Monitor;
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

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * How long an application with JPA, a repository and a service takes to start, each time
 * in a process of its own, with the monitor and with it switched off.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(10)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class StartBenchmark {

	/** The database. */
	@Param({ "H2", "POSTGRESQL" })
	public String database = "H2";

	/** Whether the monitor is there. */
	@Param({ "BARE", "DBMONITOR" })
	public Monitor monitor = Monitor.BARE;

	private Database server = new Database.H2();

	private AutoCloseable context = () -> {
	};

	/** Starts the database. */
	@Setup
	public void startDatabase() throws IOException {
		this.server = Database.start(this.database);
	}

	/** Starts the application. */
	@Benchmark
	public Object start() {
		List<String> properties = new ArrayList<>(this.server.properties());
		properties.add("spring.main.banner-mode=off");
		properties.add("logging.level.root=warn");
		properties.add("spring.jpa.hibernate.ddl-auto=create");
		properties.add("spring.jpa.properties.hibernate.integration.envers.enabled=false");
		properties.add("jdbc.datasource-proxy.enabled=false");
		properties.add("dbmonitor.enabled=" + (this.monitor == Monitor.DBMONITOR));
		this.context = new SpringApplicationBuilder(StockApplication.class)
			.properties(properties.toArray(String[]::new))
			.web(WebApplicationType.NONE)
			.run();
		return this.context;
	}

	/** Stops both. */
	@TearDown
	public void stop() throws Exception {
		this.context.close();
		this.server.close();
	}

}
