package io.dbmonitor.test;

import java.util.List;

import io.dbmonitor.query.ExecutionRecording;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.RecordedExecution;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Records the statements that a block of a test sends. A bean of each of Spring's test
 * contexts, slices like {@code @DataJpaTest} among them, so a test has it injected:
 *
 * <pre class="code">
 * &#064;Test
 * void listing(&#064;Autowired Statements statements) {
 *     assertThat(statements.sentBy(() -&gt; this.service.list())).hasAtMost(3, SELECT).hasNoNPlusOne();
 * }
 * </pre>
 *
 * Counted is what is sent through the data sources of the test's context. What Hibernate
 * has not flushed was not sent. Blocks can be nested: the outer one counts what the inner
 * one sends, too.
 */
public final class Statements {

	private final ObjectProvider<QueryStatistics> statistics;

	Statements(ObjectProvider<QueryStatistics> statistics) {
		this.statistics = statistics;
	}

	/**
	 * Run a block and record what all threads send meanwhile: the test's own, the
	 * server's that answers the test's request, those of {@code @Async} methods as long
	 * as the block waits for them. Whatever else works on the same context in that time
	 * is counted too: a scheduled job, or a test that runs in parallel. Such a test
	 * rather uses {@link #sentByThisThread}, or runs in isolation.
	 * @param <E> what the block throws
	 * @param block what to run
	 * @return what was sent
	 * @throws E what the block throws
	 */
	public <E extends Throwable> SentStatements sentBy(Block<E> block) throws E {
		try (Recorder recorder = record()) {
			block.run();
			return recorder.sent();
		}
	}

	/**
	 * Run a block and record what the calling thread sends, and no other. Fits blocks
	 * that call services or repositories, or {@code MockMvc}, also where tests run in
	 * parallel; not those that send a request to a server.
	 * @param <E> what the block throws
	 * @param block what to run
	 * @return what was sent
	 * @throws E what the block throws
	 */
	public <E extends Throwable> SentStatements sentByThisThread(Block<E> block) throws E {
		try (Recorder recorder = record()) {
			block.run();
			return recorder.sent().by(Thread.currentThread());
		}
	}

	/** Begin to record. */
	Recorder record() {
		QueryStatistics known = this.statistics.getIfAvailable();
		if (known == null) {
			throw new IllegalStateException("This test's context records no statements: it has no data source,"
					+ " dbmonitor.enabled or dbmonitor.query.enabled is off, or it is a slice without dbmonitor");
		}
		return new Recorder(known, known.record(), Thread.currentThread());
	}

	/**
	 * What a test does, and what it may throw.
	 *
	 * @param <E> what it throws
	 */
	@FunctionalInterface
	public interface Block<E extends Throwable> {

		/**
		 * Do it.
		 * @throws E whatever goes wrong
		 */
		void run() throws E;

	}

	/** One recording, and the thread that it was begun on. */
	record Recorder(QueryStatistics statistics, ExecutionRecording recording, Thread thread) implements AutoCloseable {

		SentStatements sent() {
			List<RecordedExecution> executions = this.recording.executions();
			if (executions.isEmpty() && !this.statistics.hasDataSources()) {
				throw new IllegalStateException(
						"No data source of this test's context is watched, so nothing is known" + " of its statements");
			}
			return new SentStatements(executions, this.thread);
		}

		@Override
		public void close() {
			this.recording.close();
		}

	}

}
