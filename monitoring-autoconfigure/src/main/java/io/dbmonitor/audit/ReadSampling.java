package io.dbmonitor.audit;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

import org.springframework.util.PatternMatchUtils;

/**
 * Which reads of entities are kept: for each entity with a probability. An entity is
 * meant by patterns of its name or that of its class, as in {@link AuditScope}; of those
 * that match, one without {@code *} decides, or else the longest. Safe for use by several
 * threads.
 */
public final class ReadSampling {

	private final Map<String, Double> probabilities;

	private final DoubleSupplier random;

	/**
	 * Sample at random.
	 * @param probabilities probabilities from 0 to 1 by patterns of names
	 */
	public ReadSampling(Map<String, Double> probabilities) {
		this(probabilities, () -> ThreadLocalRandom.current().nextDouble());
	}

	/**
	 * Sample by numbers that are given.
	 * @param probabilities probabilities from 0 to 1 by patterns of names
	 * @param random numbers from 0, below 1; used by several threads
	 */
	public ReadSampling(Map<String, Double> probabilities, DoubleSupplier random) {
		this.probabilities = new TreeMap<>(probabilities);
		this.random = random;
	}

	/**
	 * Return what was asked for.
	 * @return probabilities by patterns of names, in alphabetical order
	 */
	public Map<String, Double> probabilities() {
		return new TreeMap<>(this.probabilities);
	}

	/**
	 * Whether reads of any entity may be kept.
	 * @return whether there is a probability above 0
	 */
	public boolean isActive() {
		return this.probabilities.values().stream().anyMatch((probability) -> probability > 0);
	}

	/**
	 * Return how probable it is that a read of an entity is kept.
	 * @param entity the entity's name
	 * @param type the name of its class
	 * @return a probability, 0 where no pattern matches
	 */
	public double probability(String entity, String type) {
		return this.probabilities.entrySet()
			.stream()
			.filter((rule) -> PatternMatchUtils.simpleMatch(rule.getKey(), entity)
					|| PatternMatchUtils.simpleMatch(rule.getKey(), type))
			.max(Comparator.comparing((Map.Entry<String, Double> rule) -> !rule.getKey().contains("*"))
				.thenComparing((rule) -> rule.getKey().length()))
			.map(Map.Entry::getValue)
			.orElse(0.0);
	}

	/**
	 * Decide whether a read is kept.
	 * @param probability how probable that is
	 * @return whether this one is
	 */
	public boolean keeps(double probability) {
		return probability > 0 && (probability >= 1 || this.random.getAsDouble() < probability);
	}

}
