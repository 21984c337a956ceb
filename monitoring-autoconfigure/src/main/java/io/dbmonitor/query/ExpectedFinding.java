package io.dbmonitor.query;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.dbmonitor.work.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * What is known to be wrong with the next read of a thread before it is sent. As long as
 * nobody expects anything it costs the read of a field.
 */
final class ExpectedFinding {

	private final AtomicInteger expecting = new AtomicInteger();

	/** Of this context and not of all in the process, so no static one. */
	@SuppressWarnings("ThreadLocalUsage")
	private final ThreadLocal<@Nullable Expectation> expected = new ThreadLocal<>();

	void expect(FindingKind kind, @Nullable UnitOfWork work, Predicate<List<StackFrame>> sender) {
		if (this.expected.get() == null) {
			this.expecting.incrementAndGet();
		}
		this.expected.set(new Expectation(kind, work, sender));
	}

	/**
	 * Return what was expected of the read that the current thread sends. Where it is
	 * another read, the expected one is not to come any more: it was sent to another
	 * context's database, or not at all.
	 */
	@Nullable FindingKind take(Fingerprint statement, UnitOfWork work, Supplier<List<StackFrame>> stack) {
		if (this.expecting.get() == 0) {
			return null;
		}
		Expectation expectation = this.expected.get();
		if (expectation == null) {
			return null;
		}
		this.expected.remove();
		this.expecting.decrementAndGet();
		return expectation.fits(statement, work, stack) ? expectation.kind : null;
	}

	/** What is expected, in which unit of work if in one, and of whom. */
	private record Expectation(FindingKind kind, @Nullable UnitOfWork work, Predicate<List<StackFrame>> sender) {

		boolean fits(Fingerprint statement, UnitOfWork work, Supplier<List<StackFrame>> stack) {
			boolean sameWork = (this.work != null) ? this.work == work : work.endsWithTransaction();
			return sameWork && !statement.limited() && !statement.tables().isEmpty() && this.sender.test(stack.get());
		}

	}

}
