package io.dbmonitor.meter;

import java.util.List;
import java.util.stream.Stream;

import io.dbmonitor.audit.metrics.AuditMeter;
import io.dbmonitor.connection.metrics.ConnectionMeter;
import io.dbmonitor.database.metrics.DatabaseMeter;
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
			.of(QueryMeter.values(), ConnectionMeter.values(), DatabaseMeter.values(), AuditMeter.values(),
					FaultMeter.values())
			.flatMap(Stream::of)
			.map(DocumentedMeter::info)
			.toList();
	}

}
