package io.dbmonitor.alert;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The silences: those of the configuration, and one for each rule that somebody asked for
 * while the application runs, which ends with it. Safe for use by several threads.
 */
public final class Silences {

	private final List<Silence> configured;

	private final InstantSource clock;

	private final Map<String, Silence> requested = new ConcurrentHashMap<>();

	/**
	 * Make the silences.
	 * @param configured those of the configuration
	 * @param clock tells which are over
	 */
	public Silences(List<Silence> configured, InstantSource clock) {
		this.configured = List.copyOf(configured);
		this.clock = clock;
	}

	/**
	 * Add a silence, in place of one that was asked for before for the same rule.
	 * @param silence the silence
	 * @return the one that it takes the place of, empty where there was none
	 */
	public Optional<Silence> add(Silence silence) {
		return Optional.ofNullable(this.requested.put(silence.rule(), silence))
			.filter((before) -> before.isOpen(now()));
	}

	/**
	 * Return whether a silence is one of the configuration, which nobody can end.
	 * @param silence the silence
	 * @return whether it is
	 */
	public boolean isConfigured(Silence silence) {
		return this.configured.contains(silence);
	}

	/**
	 * End a silence that was asked for.
	 * @param rule its rule
	 * @return the silence, empty where there is none
	 */
	public Optional<Silence> end(String rule) {
		return Optional.ofNullable(this.requested.remove(rule)).filter((silence) -> silence.isOpen(now()));
	}

	/**
	 * Return the silences that are not over.
	 * @return those that end first come first
	 */
	public List<Silence> open() {
		Instant now = now();
		return all().filter((silence) -> silence.isOpen(now)).sorted(Comparator.comparing(Silence::until)).toList();
	}

	/**
	 * Return what silences a rule now.
	 * @param rule the rule's name
	 * @return the silence that ends last, empty where there is none
	 */
	public Optional<Silence> of(String rule) {
		Instant now = now();
		return all().filter((silence) -> silence.covers(rule, now)).max(Comparator.comparing(Silence::until));
	}

	private Instant now() {
		return this.clock.instant();
	}

	private Stream<Silence> all() {
		return Stream.concat(this.configured.stream(), this.requested.values().stream());
	}

}
