package sample.shop.visitor;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Runs its {@link Errands} over and over, about four requests a second. In the default
 * phase of the lifecycle it comes after the web server has opened and leaves before it
 * closes.
 */
@Component
class Visitor implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(Visitor.class);

	private static final Duration BETWEEN_FIRST_ERRANDS = Duration.ofMillis(300);

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final VisitorProperties properties;

	private final Environment environment;

	private final Set<String> failing = ConcurrentHashMap.newKeySet();

	private volatile @Nullable ScheduledExecutorService threads;

	Visitor(VisitorProperties properties, Environment environment) {
		this.properties = properties;
		this.environment = environment;
	}

	@Override
	public boolean isAutoStartup() {
		return this.properties.enabled();
	}

	@Override
	public boolean isRunning() {
		return this.threads != null;
	}

	@Override
	@SuppressWarnings("FutureReturnValueIgnored") // run() sees to every exception itself
	public void start() {
		Integer port = this.environment.getProperty("local.server.port", Integer.class);
		if (port == null) {
			// A test without a web server: there is no shop to visit
			return;
		}
		Errands errands = new Errands(port);
		CustomizableThreadFactory threadFactory = new CustomizableThreadFactory("visitor-");
		threadFactory.setDaemon(true);
		// The rush takes three, the report one for a while
		ScheduledExecutorService threads = Executors.newScheduledThreadPool(5, threadFactory);
		this.threads = threads;
		List<Round> rounds = List.of(new Round("browse products", 1, errands::browseProducts),
				new Round("list orders", 2, errands::listOrders),
				new Round("rush for a product", 4, () -> rush(threads, errands)),
				new Round("read the report", 10, errands::readReport),
				new Round("order with a declined card", 7, errands::orderWithDeclinedCard),
				new Round("order and pay later", 3, errands::orderAndPayLater),
				new Round("edit a customer", 5, errands::editCustomer), new Round("restock", 5, errands::restock),
				new Round("change prices", 15, errands::changePrices));
		long delay = 0;
		for (Round round : rounds) {
			threads.scheduleWithFixedDelay(() -> run(round), delay, round.pause().toMillis(), TimeUnit.MILLISECONDS);
			delay += BETWEEN_FIRST_ERRANDS.toMillis();
		}
		logger.info("Alice and bob are visiting; shop.visitor.enabled=false keeps them away");
	}

	@Override
	public void stop() {
		ScheduledExecutorService threads = this.threads;
		if (threads == null) {
			return;
		}
		this.threads = null;
		// What is under way may end, nothing else begins
		threads.shutdown();
		try {
			if (threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
				return;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		threads.shutdownNow();
	}

	/**
	 * Two orders at once for the same product: one of them waits for the other's row
	 * lock.
	 */
	private static void rush(ExecutorService threads, Errands errands) throws Exception {
		List<Callable<Object>> orders = List.of(Executors.callable(errands::orderInDemandAsAlice),
				Executors.callable(errands::orderInDemandAsBob));
		for (Future<Object> order : threads.invokeAll(orders)) {
			order.get();
		}
	}

	private void run(Round round) {
		try {
			round.errand().run();
			this.failing.remove(round.name());
		}
		// Whatever it is: an exception that got out would be the last of these errands
		catch (Exception ex) {
			if (!isRunning()) {
				logger.debug("Cut short while leaving: " + round.name(), ex);
			}
			else if (this.failing.add(round.name())) {
				logger.warn("Could not " + round.name() + "; not logged again until it works", ex);
			}
		}
	}

	/**
	 * An errand and the pause after it.
	 */
	private record Round(String name, Duration pause, Errand errand) {

		Round(String name, int seconds, Errand errand) {
			this(name, Duration.ofSeconds(seconds), errand);
		}

	}

	private interface Errand {

		void run() throws Exception;

	}

}
