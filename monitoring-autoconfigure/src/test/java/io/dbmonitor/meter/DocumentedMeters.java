package io.dbmonitor.meter;

import java.util.List;
import java.util.stream.Stream;

import io.dbmonitor.alert.metrics.AlertMeter;
import io.dbmonitor.audit.metrics.AuditMeter;
import io.dbmonitor.connection.metrics.ConnectionMeter;
import io.dbmonitor.database.DatabaseMeter;
import io.dbmonitor.database.metrics.SamplerMeter;
import io.dbmonitor.database.mysql.MySqlMeter;
import io.dbmonitor.database.postgresql.PostgresMeter;
import io.dbmonitor.fault.metrics.FaultMeter;
import io.dbmonitor.query.metrics.QueryMeter;

/**
 * The meters of all features.
 */
final class DocumentedMeters {

	private DocumentedMeters() {
	}

	static List<MeterInfo> all() {
		return Stream
			.of(QueryMeter.values(), ConnectionMeter.values(), SamplerMeter.values(), DatabaseMeter.values(),
					PostgresMeter.values(), MySqlMeter.values(), AuditMeter.values(), AlertMeter.values(),
					FaultMeter.values())
			.flatMap(Stream::of)
			.map(DocumentedMeter::info)
			.toList();
	}

}
