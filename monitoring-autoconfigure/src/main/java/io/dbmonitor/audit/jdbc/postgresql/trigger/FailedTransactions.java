package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Transactions that could not be joined. They stay in the queue and are tried again after
 * a while, so that the others do not wait for them. Safe for use by several threads.
 */
final class FailedTransactions {

	private static final Duration PAUSE = Duration.ofMinutes(5);

	private static final int MAX = 1000;

	private final Consumer<Exception> faults;

	private final Map<String, Long> failedAt = new ConcurrentHashMap<>();

	FailedTransactions(Consumer<Exception> faults) {
		this.faults = faults;
	}

	void failed(String transaction, Exception fault) {
		if (this.failedAt.size() >= MAX) {
			this.failedAt.clear();
		}
		this.failedAt.put(transaction, System.nanoTime());
		this.faults.accept(fault);
	}

	boolean isRecent(String transaction) {
		Long at = this.failedAt.get(transaction);
		return at != null && System.nanoTime() - at < PAUSE.toNanos();
	}

}
