package io.dbmonitor.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/**
 * The alerts of all rules: evaluates the rules, keeps what pends, fires and has lately
 * resolved, and hands on each change and each alert that is to be told. One thread
 * evaluates, any number of threads ask; nobody waits for a rule that reads, nor for who
 * is told.
 */
public final class Alerts {

	/** More subjects than anybody can look at; rules can be anybody's. */
	private static final int MAX_ALERTS = 1000;

	/**
	 * Beyond so many intervals between two values, the time between them was not seen.
	 */
	private static final int LONGEST_GAP_INTERVALS = 3;

	private final Supplier<List<AlertRule>> rules;

	private final AlertTiming timing;

	private final Silences silences;

	private final InstantSource clock;

	private final Faults faults;

	// Guarded by this

	private final Map<Key, Episode> open = new LinkedHashMap<>();

	private final Deque<Episode> resolved = new ArrayDeque<>();

	/**
	 * Make the alerts.
	 * @param rules gives the rules, as configured, each with a name of its own; asked
	 * once, by the first who needs them
	 * @param timing how often they are evaluated, and what is kept
	 * @param silences keep alerts from being told
	 * @param clock tells the time
	 * @param faults where faults of rules go
	 */
	public Alerts(Supplier<? extends List<AlertRule>> rules, AlertTiming timing, Silences silences, InstantSource clock,
			Faults faults) {
		this.rules = SingletonSupplier.of(() -> List.copyOf(rules.get()));
		this.timing = timing;
		this.silences = silences;
		this.clock = clock;
		this.faults = faults;
	}

	/**
	 * Return the names of the rules that are evaluated.
	 * @return the names
	 */
	public List<String> ruleNames() {
		return this.rules.get().stream().map(AlertRule::name).toList();
	}

	/**
	 * Return what keeps alerts from being told.
	 * @return the silences
	 */
	public Silences silences() {
		return this.silences;
	}

	/**
	 * Return the alerts that pend or fire.
	 * @return those that fire first, the worst of them first, then the oldest
	 */
	public synchronized List<Alert> open() {
		return this.open.values()
			.stream()
			.map(this::snapshot)
			.sorted(Comparator.comparing(Alert::state)
				.thenComparing(Alert::severity)
				.reversed()
				.thenComparing(Alert::since))
			.toList();
	}

	/**
	 * Return the alerts that fire.
	 * @return the worst first
	 */
	public List<Alert> firing() {
		return open().stream().filter((alert) -> alert.state() == AlertState.FIRING).toList();
	}

	/**
	 * Return the alerts that fire and that people are to know of.
	 * @return the alerts that were told and are not silenced
	 */
	synchronized List<Alert> told() {
		return this.open.values()
			.stream()
			.filter((episode) -> episode.state() == AlertState.FIRING && episode.told())
			.map(this::snapshot)
			.filter((alert) -> alert.silence() == null)
			.toList();
	}

	/**
	 * Return the alerts that have resolved, a bounded number.
	 * @return the newest first
	 */
	public synchronized List<Alert> resolved() {
		return this.resolved.stream().map(this::snapshot).toList();
	}

	/**
	 * Evaluate all rules once. Called by one thread.
	 * @param changed told of each change of state
	 * @param tell told of what people are to be told of: alerts that fire and are not
	 * silenced, and those of them that resolve
	 */
	void evaluate(Consumer<AlertChange> changed, Consumer<Alert> tell) {
		// What people and other programs read needs no more
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		for (AlertRule rule : this.rules.get()) {
			Outcome outcome = new Outcome();
			try {
				List<Looked> looked = look(rule, now);
				synchronized (this) {
					take(rule, looked, now, outcome);
				}
			}
			catch (Throwable ex) {
				this.faults.report(Feature.ALERT, (ex instanceof StackOverflowError)
						? new IllegalStateException("The rule '" + rule.name() + "' calls itself without end", ex)
						: ex);
				synchronized (this) {
					openOf(rule).forEach((key) -> episode(key).unknown());
				}
			}
			outcome.changes.forEach(changed);
			outcome.told.forEach(tell);
		}
	}

	/** Outside the lock: a rule can be slow, and evidence takes walks over stacks. */
	private List<Looked> look(AlertRule rule, Instant now) {
		List<Looked> looked = new ArrayList<>();
		for (AlertReading reading : rule.read(now)) {
			boolean bad = rule.settings().threshold().isCrossed(reading.value());
			looked.add(new Looked(reading, bad ? evidence(reading) : Map.of()));
		}
		return looked;
	}

	/** An alert without evidence is better than none. */
	private Map<String, Object> evidence(AlertReading reading) {
		try {
			return Objects.requireNonNull(reading.evidence().get());
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			this.faults.report(Feature.ALERT, new IllegalStateException("There is no evidence for an alert", ex));
			return Map.of();
		}
	}

	private void take(AlertRule rule, List<Looked> looked, Instant now, Outcome outcome) {
		Set<Key> gone = new HashSet<>(openOf(rule));
		for (Looked look : looked) {
			Key key = new Key(rule.name(), look.reading.labels());
			gone.remove(key);
			take(key, rule, look, now, outcome);
		}
		gone.forEach((key) -> good(key, now, outcome));
		openOf(rule).forEach((key) -> tell(episode(key), outcome));
	}

	private void take(Key key, AlertRule rule, Looked look, Instant now, Outcome outcome) {
		Threshold threshold = rule.settings().threshold();
		double value = look.reading.value();
		Episode episode = this.open.get(key);
		if (threshold.isCrossed(value)) {
			bad((episode != null) ? episode : begin(key, rule, now), look, now, outcome);
		}
		else if (episode != null && Double.isNaN(value)) {
			episode.unknown();
		}
		else if (episode != null && episode.state() == AlertState.FIRING && !threshold.isClear(value)) {
			episode.between();
		}
		else if (episode != null) {
			good(key, now, outcome);
		}
	}

	private @Nullable Episode begin(Key key, AlertRule rule, Instant now) {
		if (this.open.size() >= MAX_ALERTS) {
			this.faults.overflow(Feature.ALERT);
			return null;
		}
		Episode episode = new Episode(rule, key.labels, now,
				this.timing.interval().multipliedBy(LONGEST_GAP_INTERVALS).plus(Duration.ofSeconds(1)));
		this.open.put(key, episode);
		return episode;
	}

	private void bad(@Nullable Episode episode, Looked look, Instant now, Outcome outcome) {
		if (episode == null) {
			return;
		}
		AlertState before = episode.state();
		episode.bad(now, look.reading, look.evidence);
		if (episode.state() != before) {
			outcome.changes.add(new AlertChange(snapshot(episode), before));
		}
	}

	private void good(Key key, Instant now, Outcome outcome) {
		Episode episode = episode(key);
		if (episode.state() == AlertState.PENDING) {
			this.open.remove(key);
			return;
		}
		episode.good(now, this.timing.resolveAfter());
		if (episode.state() == AlertState.RESOLVED) {
			this.open.remove(key);
			this.resolved.addFirst(episode);
			while (this.resolved.size() > this.timing.history()) {
				this.resolved.removeLast();
			}
			outcome.changes.add(new AlertChange(snapshot(episode), AlertState.FIRING));
			if (episode.told()) {
				outcome.told.add(snapshot(episode));
			}
		}
	}

	/** What began to fire while it was silenced is told when the silence ends. */
	private void tell(Episode episode, Outcome outcome) {
		if (episode.state() == AlertState.FIRING && !episode.told()) {
			Alert alert = snapshot(episode);
			if (alert.silence() == null) {
				episode.tell();
				outcome.told.add(alert);
			}
		}
	}

	private List<Key> openOf(AlertRule rule) {
		return this.open.keySet().stream().filter((key) -> key.rule.equals(rule.name())).toList();
	}

	private Episode episode(Key key) {
		Episode episode = this.open.get(key);
		if (episode == null) {
			throw new IllegalStateException("No alert of " + key);
		}
		return episode;
	}

	private Alert snapshot(Episode episode) {
		return episode.snapshot(
				(episode.state() == AlertState.RESOLVED) ? null : this.silences.of(episode.rule().name()).orElse(null));
	}

	private record Key(String rule, Map<String, String> labels) {
	}

	private record Looked(AlertReading reading, Map<String, Object> evidence) {
	}

	private static final class Outcome {

		private final List<AlertChange> changes = new ArrayList<>();

		private final List<Alert> told = new ArrayList<>();

	}

}
