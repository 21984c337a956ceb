package io.dbmonitor.alert;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import org.springframework.context.ApplicationEventPublisher;

/**
 * What waits for one notifier, and the daemon thread that hands it over. Whoever adds to
 * it never waits.
 *
 * @param <T> what is handed over
 */
public final class Delivery<T> {

	private static final Logger logger = LoggerFactory.getLogger("dbmonitor.alerts");

	private final String name;

	private final Receiver<T> receiver;

	private final Function<T, Alert> alert;

	private final DeliverySettings settings;

	private final @Nullable Duration resendInterval;

	private final Supplier<List<T>> current;

	private final BlockingDeque<T> queue = new LinkedBlockingDeque<>();

	private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();

	private final LongAdder delivered = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final LongAdder dropped = new LongAdder();

	/** Of the delivery's thread. */
	private boolean failing;

	private Delivery(String name, Receiver<T> receiver, Function<T, Alert> alert, DeliverySettings settings,
			@Nullable Duration resendInterval, Supplier<List<T>> current) {
		this.name = name;
		this.receiver = receiver;
		this.alert = alert;
		this.settings = settings;
		this.resendInterval = resendInterval;
		this.current = current;
	}

	/**
	 * Make the delivery to a notifier.
	 * @param notifier the notifier
	 * @param settings how hard to try
	 * @param alerts know what fires, to be told again
	 * @return the delivery
	 */
	public static Delivery<Alert> to(AlertNotifier notifier, DeliverySettings settings, Alerts alerts) {
		return new Delivery<>(notifier.name(), notifier::send, Function.identity(), settings, notifier.resendInterval(),
				alerts::told);
	}

	/**
	 * Make the delivery of changes to the application's own listeners.
	 * @param publisher publishes events
	 * @param settings how hard to try; what a listener throws is not tried again
	 * @return the delivery
	 */
	public static Delivery<AlertChange> events(ApplicationEventPublisher publisher, DeliverySettings settings) {
		return new Delivery<>("event", publisher::publishEvent, AlertChange::alert,
				new DeliverySettings(1, settings.backoff(), settings.queue()), null, List::of);
	}

	/**
	 * Return what the notifier is called.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return how often somebody was told.
	 * @return a number, since start
	 */
	public long delivered() {
		return this.delivered.sum();
	}

	/**
	 * Return how many alerts could not be told, after all attempts.
	 * @return a number, since start
	 */
	public long failed() {
		return this.failed.sum();
	}

	/**
	 * Return how many alerts were dropped because too many were waiting.
	 * @return a number, since start
	 */
	public long dropped() {
		return this.dropped.sum();
	}

	/** The newest say how things are, so the oldest are dropped. */
	synchronized void add(T item) {
		while (this.queue.size() >= this.settings.queue() && this.queue.pollFirst() != null) {
			this.dropped.increment();
		}
		this.queue.addLast(item);
	}

	void start() {
		Thread started = new Thread(this::run, "dbmonitor-alerts-" + this.name);
		started.setDaemon(true);
		if (this.thread.compareAndSet(null, started)) {
			started.start();
		}
	}

	void stop() {
		Thread stopped = this.thread.getAndSet(null);
		if (stopped != null) {
			stopped.interrupt();
		}
	}

	private boolean isRunning() {
		return this.thread.get() == Thread.currentThread();
	}

	private void run() {
		Duration resend = this.resendInterval;
		long pause = (resend != null) ? resend.toNanos() : Long.MAX_VALUE;
		long next = System.nanoTime() + pause;
		while (isRunning()) {
			try {
				T item = this.queue.pollFirst((resend != null) ? Math.max(0, next - System.nanoTime()) : pause,
						TimeUnit.NANOSECONDS);
				if (item != null) {
					deliver(item, this.settings.attempts());
				}
				else {
					next = System.nanoTime() + pause;
					for (T again : this.current.get()) {
						deliver(again, 1);
					}
				}
			}
			catch (InterruptedException ex) {
				// Meant for this thread only where it is to end
				logger.debug("'{}' was interrupted", this.name);
			}
		}
	}

	private void deliver(T item, int attempts) throws InterruptedException {
		Duration backoff = this.settings.backoff();
		for (int attempt = 1;; attempt++) {
			Throwable failure = send(item);
			if (failure == null) {
				return;
			}
			if (!isRunning()) {
				return;
			}
			if (attempt >= attempts) {
				gaveUp(item, attempts, failure);
				return;
			}
			TimeUnit.NANOSECONDS.sleep(backoff.toNanos());
			backoff = backoff.multipliedBy(2);
		}
	}

	private @Nullable Throwable send(T item) {
		try {
			this.receiver.receive(item);
			this.delivered.increment();
			if (this.failing) {
				this.failing = false;
				logger.info("Alerts are told by '{}' again", this.name);
			}
			return null;
		}
		catch (OutOfMemoryError | InternalError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			return ex;
		}
		finally {
			if (isRunning()) {
				// An interrupt that was not meant for this thread's end
				Thread.interrupted();
			}
		}
	}

	/** Loud once for each time that it begins to fail: the meter counts the rest. */
	private void gaveUp(T item, int attempts, Throwable failure) {
		this.failed.increment();
		logger.atLevel(this.failing ? Level.DEBUG : Level.WARN)
			.log("An alert could not be told by '{}', after {} {}: {}: {}. Further failures are counted only",
					this.name, attempts, (attempts == 1) ? "attempt" : "attempts",
					AlertText.title(this.alert.apply(item)), failure.toString());
		this.failing = true;
	}

	/**
	 * Whom something is handed to.
	 *
	 * @param <T> what
	 */
	private interface Receiver<T> {

		void receive(T item) throws Exception;

	}

}
