package io.dbmonitor.query;

import java.util.Locale;

import io.dbmonitor.meter.Rounded;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes executions to the log, one structured record each: a sentence for people, and
 * key-value pairs for programs, which Spring Boot's structured logging writes as fields.
 */
public final class QueryLog implements ExecutionListener {

	private static final Logger logger = LoggerFactory.getLogger("dbmonitor.query");

	private final Interest interest;

	/**
	 * Log executions.
	 * @param interest which ones
	 */
	public QueryLog(Interest interest) {
		this.interest = interest;
	}

	@Override
	public Interest interest() {
		return this.interest;
	}

	@Override
	public void executed(Execution execution) {
		if (!logger.isInfoEnabled()) {
			return;
		}
		StatementStatistics statement = execution.statement();
		LoggingEventBuilder event = logger.atInfo()
			.addKeyValue("dataSource", statement.dataSource())
			.addKeyValue("statementId", statement.id())
			.addKeyValue("statement", statement.fingerprint().statement())
			.addKeyValue("operation", statement.fingerprint().operation().tag())
			.addKeyValue("millis", Rounded.millis(execution.nanos()))
			.addKeyValue("fetchMillis", Rounded.millis(execution.fetchNanos()));
		event = add(event, "rows", (execution.rows() >= 0) ? execution.rows() : null);
		event = add(event, "batchSize", (execution.batchSize() > 0) ? execution.batchSize() : null);
		event = add(event, "error", (execution.failure() != null) ? ErrorType.of(execution.failure()) : null);
		event = add(event, "route", execution.route());
		event = add(event, "transaction", execution.transaction());
		event = add(event, "caller", execution.caller());
		event = add(event, "traceId", execution.work().traceId());
		event = add(event, "values", execution.values().isEmpty() ? null : execution.values());
		event.log(sentence(execution));
	}

	private static String sentence(Execution execution) {
		StringBuilder sentence = new StringBuilder();
		sentence.append(String.format(Locale.ROOT, "%.1f ms", execution.nanos() / 1e6));
		if (execution.failure() != null) {
			sentence.append(", failed: ").append(ErrorType.of(execution.failure()));
		}
		else if (execution.rows() >= 0) {
			sentence.append(", ").append(execution.rows()).append((execution.rows() == 1) ? " row" : " rows");
		}
		if (execution.route() != null) {
			sentence.append(", ").append(execution.route());
		}
		if (execution.caller() != null) {
			sentence.append(", ").append(execution.caller());
		}
		return sentence.append(": ").append(execution.statement().fingerprint().statement()).toString();
	}

	private static LoggingEventBuilder add(LoggingEventBuilder event, String key, @Nullable Object value) {
		return (value != null) ? event.addKeyValue(key, value) : event;
	}

}
