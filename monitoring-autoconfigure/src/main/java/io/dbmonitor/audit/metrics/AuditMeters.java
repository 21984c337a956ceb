package io.dbmonitor.audit.metrics;

import java.util.concurrent.TimeUnit;

import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.WriteStatistics;
import io.dbmonitor.meter.MeterInfo;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Binds the counts of committed changes.
 */
public final class AuditMeters implements MeterBinder {

	private final AuditRecorder recorder;

	public AuditMeters(AuditRecorder recorder) {
		this.recorder = recorder;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		MeterInfo info = AuditMeter.CHANGES.info();
		for (ChangeOperation operation : ChangeOperation.values()) {
			FunctionCounter.builder(info.name(), this.recorder, (recorder) -> recorder.count(operation))
				.description(info.description())
				.tag("operation", operation.id())
				.tag("source", ChangeSource.ORM.id())
				.register(registry);
		}
		WriteStatistics writes = this.recorder.writeStatistics();
		FunctionTimer
			.builder(AuditMeter.WRITE.info().name(), writes, WriteStatistics::writes, WriteStatistics::nanos,
					TimeUnit.NANOSECONDS)
			.description(AuditMeter.WRITE.info().description())
			.register(registry);
		FunctionCounter.builder(AuditMeter.FAILURES.info().name(), writes, WriteStatistics::failures)
			.description(AuditMeter.FAILURES.info().description())
			.register(registry);
	}

}
