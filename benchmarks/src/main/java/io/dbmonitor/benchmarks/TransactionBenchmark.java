package io.dbmonitor.benchmarks;

import java.sql.Connection;
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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What a unit of work costs: a look-up by primary key in a transaction of its own, with
 * its connection, its time and its repetitions.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 4, time = 1)
@Fork(5)
public class TransactionBenchmark extends RunningApplication {

	private TransactionTemplate transactions;

	private JdbcTemplate jdbc;

	private int id;

	/** Makes what Spring sends statements with. */
	@Setup
	public void makeTemplates() {
		this.transactions = new TransactionTemplate(new JdbcTransactionManager(this.dataSource));
		this.transactions.setName("benchmark");
		this.jdbc = new JdbcTemplate(this.dataSource);
	}

	/** A look-up in a transaction of its own. */
	@Benchmark
	public Object lookUpInTransaction() {
		return this.transactions.execute((status) -> this.jdbc.execute(this::lookUp));
	}

	private Object lookUp(Connection transactional) throws SQLException {
		try (PreparedStatement statement = transactional.prepareStatement("select c0 from item where id = ?")) {
			statement.setInt(1, this.id++ % ROWS);
			try (ResultSet result = statement.executeQuery()) {
				result.next();
				return result.getString(1);
			}
		}
	}

}
