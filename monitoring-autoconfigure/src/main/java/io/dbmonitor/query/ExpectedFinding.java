package io.dbmonitor.query;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * What is known to be wrong with the next read of a thread before it is sent. As long as
 * nobody expects anything it costs the read of a field.
 */
final class ExpectedFinding {

	private final AtomicInteger expecting = new AtomicInteger();

	/** Of this context and not of all in the process, so no static one. */
	@SuppressWarnings("ThreadLocalUsage")
	private final ThreadLocal<@Nullable FindingKind> expected = new ThreadLocal<>();

	void expect(FindingKind kind) {
		if (this.expected.get() == null) {
			this.expecting.incrementAndGet();
		}
		this.expected.set(kind);
	}

	/** What was expected of the read that the current thread sends. */
	@Nullable FindingKind take() {
		if (this.expecting.get() == 0) {
			return null;
		}
		FindingKind kind = this.expected.get();
		if (kind != null) {
			this.expected.remove();
			this.expecting.decrementAndGet();
		}
		return kind;
	}

}
