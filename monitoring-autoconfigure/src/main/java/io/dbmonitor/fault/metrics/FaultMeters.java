package io.dbmonitor.fault.metrics;

import java.util.function.ToDoubleFunction;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Binds the counts of {@link Faults}.
 */
public final class FaultMeters implements MeterBinder {

	private final Faults faults;

	public FaultMeters(Faults faults) {
		this.faults = faults;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (Feature feature : Feature.values()) {
			bind(registry, FaultMeter.FAULTS, feature, (faults) -> faults.faults(feature));
			bind(registry, FaultMeter.OVERFLOW, feature, (faults) -> faults.overflows(feature));
		}
	}

	private void bind(MeterRegistry registry, FaultMeter meter, Feature feature, ToDoubleFunction<Faults> count) {
		FunctionCounter.builder(meter.info().name(), this.faults, count)
			.description(meter.info().description())
			.tag("feature", feature.id())
			.register(registry);
	}

}
