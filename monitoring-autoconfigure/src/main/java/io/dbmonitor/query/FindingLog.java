package io.dbmonitor.query;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log of each finding once, when it is new; at most ten a minute, the rest can
 * be read in the section {@code findings}.
 */
final class FindingLog {

	private static final Logger logger = LoggerFactory.getLogger("dbmonitor.findings");

	private static final int MAX_A_MINUTE = 10;

	private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

	/** What is longer can be read in the section. */
	private static final int MAX_LENGTH = 200;

	private final AtomicLong minuteBegan = new AtomicLong(System.nanoTime());

	private final AtomicInteger logged = new AtomicInteger();

	void found(FindingSnapshot finding) {
		long now = System.nanoTime();
		long began = this.minuteBegan.get();
		if (now - began > MINUTE_NANOS && this.minuteBegan.compareAndSet(began, now)) {
			this.logged.set(0);
		}
		int count = this.logged.incrementAndGet();
		if (count <= MAX_A_MINUTE) {
			logger.warn("{} in {} at {}: {}. {}.", finding.kind(),
					(finding.route() != null) ? finding.route() : "no known unit of work",
					(finding.caller() != null) ? finding.caller() : "an unknown line", cut(finding.statement()),
					finding.advice());
		}
		else if (count == MAX_A_MINUTE + 1) {
			logger.warn("More findings than {} within a minute: see the section 'findings'", MAX_A_MINUTE);
		}
	}

	private static String cut(String statement) {
		return (statement.length() <= MAX_LENGTH) ? statement : statement.substring(0, MAX_LENGTH) + "…";
	}

}
