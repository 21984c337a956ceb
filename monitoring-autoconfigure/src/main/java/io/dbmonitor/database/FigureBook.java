package io.dbmonitor.database;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * The figures of one database as of its last samples. Written by the sampler's thread,
 * read by any.
 */
final class FigureBook {

	private final MonotonicCounters counters = new MonotonicCounters();

	private volatile Page activity = Page.EMPTY;

	private volatile Page storage = Page.EMPTY;

	/**
	 * Take in a sample of the activity.
	 * @param snapshot the sample
	 * @param maxAge how long it speaks for now
	 * @return the figures that it has
	 */
	Set<Figure> activity(DatabaseSnapshot snapshot, Duration maxAge) {
		Map<Figure, Double> figures = snapshot.figures();
		this.counters.update(snapshot.activity().serverStartedAt(), figures);
		this.activity = new Page(figures, snapshot.sampledAt().plus(maxAge));
		return figures.keySet();
	}

	/**
	 * Take in a look at the storage.
	 * @param snapshot the look
	 * @param maxAge how long it speaks for now
	 * @return the figures that it has
	 */
	Set<Figure> storage(StorageSnapshot snapshot, Duration maxAge) {
		Map<Figure, Double> figures = snapshot.storage().figures().values();
		this.storage = new Page(figures, snapshot.sampledAt().plus(maxAge));
		return figures.keySet();
	}

	/** The database does not answer. */
	void forgetActivity() {
		this.activity = Page.EMPTY;
	}

	/** What was seen of the storage was another server's. */
	void forgetStorage() {
		this.storage = Page.EMPTY;
	}

	/**
	 * Return a figure's value.
	 * @param figure the figure
	 * @param now the time
	 * @return a counter as of the last sample that had it; another as of a sample that
	 * speaks for now; else {@link Double#NaN}
	 */
	double value(Figure figure, Instant now) {
		if (figure.isCounter()) {
			return this.counters.value(figure);
		}
		Page activity = this.activity;
		if (!activity.speaksFor(now)) {
			return Double.NaN;
		}
		Double value = activity.values.get(figure);
		return (value != null) ? value : this.storage.value(figure, now);
	}

	private record Page(Map<Figure, Double> values, Instant validUntil) {

		static final Page EMPTY = new Page(Map.of(), Instant.MIN);

		boolean speaksFor(Instant now) {
			return this.validUntil.isAfter(now);
		}

		double value(Figure figure, Instant now) {
			return speaksFor(now) ? this.values.getOrDefault(figure, Double.NaN) : Double.NaN;
		}

	}

}
