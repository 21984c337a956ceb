package io.dbmonitor.work.tracing;

import io.dbmonitor.work.TraceIds;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;

/**
 * Asks Micrometer Tracing for the current trace, once there is a tracer.
 */
public final class CurrentTrace implements TraceIds {

	private volatile @Nullable Tracer tracer;

	/**
	 * Ask a tracer from now on.
	 * @param tracer the tracer
	 */
	public void use(Tracer tracer) {
		this.tracer = tracer;
	}

	@Override
	public @Nullable String current() {
		Tracer tracer = this.tracer;
		Span span = (tracer != null) ? tracer.currentSpan() : null;
		return (span != null) ? span.context().traceId() : null;
	}

}
