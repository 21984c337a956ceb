package io.dbmonitor.audit.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.WriteStatistics;
import io.dbmonitor.audit.jdbc.postgresql.seal.AuditSeals;
import io.dbmonitor.audit.jdbc.postgresql.seal.SealStatus;
import io.dbmonitor.audit.jdbc.postgresql.seal.SealVerification;
import io.dbmonitor.audit.jdbc.postgresql.trigger.AuditTriggers;
import io.dbmonitor.audit.jdbc.postgresql.trigger.WriteBacklog;
import io.dbmonitor.meter.MeterInfo;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Binds the counts of committed changes.
 */
public final class AuditMeters implements MeterBinder {

	private final AuditRecorder recorder;

	private final @Nullable AuditTriggers triggers;

	private final @Nullable AuditSeals seals;

	/**
	 * Make the meters.
	 * @param recorder counts changes
	 * @param triggers count those of others, {@code null} where there are none
	 * @param seals show tampering, {@code null} where there are none
	 */
	public AuditMeters(AuditRecorder recorder, @Nullable AuditTriggers triggers, @Nullable AuditSeals seals) {
		this.seals = seals;
		this.recorder = recorder;
		this.triggers = triggers;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		MeterInfo info = AuditMeter.CHANGES.info();
		for (ChangeSource source : ChangeSource.values()) {
			for (ChangeOperation operation : source.operations()) {
				FunctionCounter.builder(info.name(), this.recorder, (recorder) -> recorder.count(operation, source))
					.description(info.description())
					.tag("operation", operation.id())
					.tag("source", source.id())
					.register(registry);
			}
		}
		if (this.triggers != null) {
			bindTo(registry, this.triggers);
		}
		if (this.seals != null) {
			bindTo(registry, this.seals);
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

	private static void bindTo(MeterRegistry registry, AuditTriggers triggers) {
		MeterInfo info = AuditMeter.BYPASSED.info();
		for (String dataSource : triggers.dataSourceNames()) {
			FunctionCounter.builder(info.name(), triggers, (counts) -> counts.bypassed(dataSource))
				.description(info.description())
				.tag("datasource", dataSource)
				.register(registry);
			MeterInfo backlog = AuditMeter.BACKLOG.info();
			Gauge.builder(backlog.name(), triggers, (states) -> writes(states.backlog(dataSource)))
				.description(backlog.description())
				.tag("datasource", dataSource)
				.register(registry);
			MeterInfo age = AuditMeter.BACKLOG_AGE.info();
			TimeGauge.builder(age.name(), triggers, TimeUnit.SECONDS, (states) -> age(states.backlog(dataSource)))
				.description(age.description())
				.tag("datasource", dataSource)
				.register(registry);
		}
	}

	private static double writes(@Nullable WriteBacklog backlog) {
		return (backlog != null) ? backlog.writes() : Double.NaN;
	}

	private static double age(@Nullable WriteBacklog backlog) {
		return (backlog != null) ? backlog.age(Instant.now()).toMillis() / 1000.0 : Double.NaN;
	}

	private static void bindTo(MeterRegistry registry, AuditSeals seals) {
		for (String dataSource : seals.dataSourceNames()) {
			MeterInfo sealed = AuditMeter.SEALED.info();
			FunctionCounter.builder(sealed.name(), seals, (counts) -> counts.sealed(dataSource))
				.description(sealed.description())
				.tag("datasource", dataSource)
				.register(registry);
			MeterInfo age = AuditMeter.SEAL_AGE.info();
			TimeGauge.builder(age.name(), seals, TimeUnit.SECONDS, (states) -> age(states.status(dataSource)))
				.description(age.description())
				.tag("datasource", dataSource)
				.register(registry);
			MeterInfo failed = AuditMeter.SEAL_FAILED.info();
			Gauge.builder(failed.name(), seals, (states) -> failed(states.status(dataSource)))
				.description(failed.description())
				.tag("datasource", dataSource)
				.register(registry);
			MeterInfo tampered = AuditMeter.TAMPERED.info();
			Gauge.builder(tampered.name(), seals, (states) -> tampered(states.status(dataSource)))
				.description(tampered.description())
				.tag("datasource", dataSource)
				.register(registry);
		}
	}

	/** Unknown where nothing was sealed yet, or cannot be. */
	private static double age(SealStatus status) {
		if (status.digest() == null || status.problem() != null) {
			return Double.NaN;
		}
		Instant since = status.waitingSince();
		return (since != null) ? Math.max(0, Duration.between(since, Instant.now()).toMillis() / 1000.0) : 0;
	}

	/** Unknown where nothing was sealed yet. */
	private static double failed(SealStatus status) {
		return status.isFailed() ? 1 : (status.digest() != null) ? 0 : Double.NaN;
	}

	/** Unknown where nothing was verified yet; what was found once is known. */
	private static double tampered(SealStatus status) {
		SealVerification verification = status.verification();
		if (verification != null && !verification.clean()) {
			return 1;
		}
		return (verification == null || status.verificationProblem() != null) ? Double.NaN : 0;
	}

}
