package io.dbmonitor.query.observation;

import java.sql.SQLException;
import java.util.List;

import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.query.ErrorType;
import io.dbmonitor.query.ExecutionTracer;
import io.dbmonitor.query.Fingerprint;
import io.dbmonitor.query.StatementStatistics;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Makes each statement an observation under the names of OpenTelemetry's semantic
 * conventions for database client spans (stable since 1.33). Costs a read of a field as
 * long as nobody traces.
 */
public final class ObservedExecutions implements ExecutionTracer.Factory {

	private static final String NAME = "db.client.operation";

	private volatile @Nullable ObservationRegistry registry;

	/**
	 * Trace from now on.
	 * @param registry where observations go
	 */
	public void observe(ObservationRegistry registry) {
		this.registry = registry;
	}

	@Override
	public ExecutionTracer of(MonitoredDataSource dataSource) {
		String system = dataSource.product().systemName();
		String name = dataSource.name();
		return (statement, batchSize) -> started(statement, batchSize, system, name);
	}

	private ExecutionTracer.@Nullable Span started(StatementStatistics statement, int batchSize, String system,
			String dataSource) {
		ObservationRegistry registry = this.registry;
		if (registry == null || registry.isNoop()) {
			return null;
		}
		Fingerprint fingerprint = statement.fingerprint();
		List<String> tables = fingerprint.tables();
		boolean batch = batchSize > 1;
		String operation = (batch ? "BATCH " : "") + fingerprint.operation().tag();
		String summary = tables.isEmpty() ? operation : operation + " " + String.join(" ", tables);
		StatementContext context = new StatementContext(system);
		Observation observation = Observation.createNotStarted(NAME, () -> context, registry)
			.contextualName(summary)
			.lowCardinalityKeyValue("datasource", dataSource)
			.lowCardinalityKeyValue("db.system.name", system)
			.lowCardinalityKeyValue("db.operation.name", operation)
			.highCardinalityKeyValue("db.query.summary", summary)
			.highCardinalityKeyValue("db.query.text", fingerprint.statement());
		if (tables.size() == 1) {
			observation.highCardinalityKeyValue("db.collection.name", tables.get(0));
		}
		if (batch) {
			observation.highCardinalityKeyValue("db.operation.batch.size", String.valueOf(batchSize));
		}
		observation.start();
		return (failure) -> ended(observation, failure);
	}

	private static void ended(Observation observation, @Nullable Throwable failure) {
		if (failure != null) {
			observation.lowCardinalityKeyValue("error.type", ErrorType.of(failure));
			if (failure instanceof SQLException ex && ex.getSQLState() != null) {
				observation.highCardinalityKeyValue("db.response.status_code", ex.getSQLState());
			}
			observation.error(SpanError.of(failure));
		}
		observation.stop();
	}

}
