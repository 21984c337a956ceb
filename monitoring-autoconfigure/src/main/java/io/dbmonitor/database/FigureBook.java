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

	/** Forget all but the counters: the database does not answer. */
	void clear() {
		this.activity = Page.EMPTY;
	}

	/**
	 * Return a figure's value.
	 * @param figure the figure
	 * @param now the time
	 * @return a counter as of the last sample that had it; another as of a sample that
	 * speaks for now; else {@link Double#NaN}
	 */
	double value(Figure figure, Instant now) {
		return figure.isCounter() ? this.counters.value(figure) : this.activity.value(figure, now);
	}

	private record Page(Map<Figure, Double> values, Instant validUntil) {

		static final Page EMPTY = new Page(Map.of(), Instant.MIN);

		double value(Figure figure, Instant now) {
			return this.validUntil.isAfter(now) ? this.values.getOrDefault(figure, Double.NaN) : Double.NaN;
		}

	}

}
