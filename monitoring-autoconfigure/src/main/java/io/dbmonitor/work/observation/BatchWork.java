package io.dbmonitor.work.observation;

import java.util.function.Supplier;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Spring Batch's jobs and their steps, known by the names of their observations: a job by
 * its name, a step by the job's and its own.
 */
final class BatchWork {

	private static final String JOB = "spring.batch.job";

	private static final String STEP = "spring.batch.step";

	private BatchWork() {
	}

	static boolean is(Observation.Context context) {
		return JOB.equals(context.getName()) || STEP.equals(context.getName());
	}

	static Supplier<@Nullable String> name(Observation.Context context) {
		return JOB.equals(context.getName()) ? () -> value(context, JOB + ".name")
				: () -> value(context, STEP + ".job.name") + "." + value(context, STEP + ".name");
	}

	private static @Nullable String value(Observation.Context context, String key) {
		KeyValue value = context.getLowCardinalityKeyValue(key);
		return (value != null) ? value.getValue() : null;
	}

}
