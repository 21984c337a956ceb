package io.dbmonitor.database;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the database's counters growing, by what they grew between two samples: after a
 * reset of the server's statistics they go on from where they were, and so they do where
 * another server, or the same one in another run, counts from somewhere else. Written by
 * the sampler's thread, read by any.
 */
final class MonotonicCounters {

	private final Map<Figure, Counter> counters = new ConcurrentHashMap<>();

	/**
	 * Take in a sample; a counter that it lacks is held.
	 * @param serverStartedAt the run of the server that counted
	 * @param figures the sample's figures, of which only the counters are kept
	 */
	void update(Instant serverStartedAt, Map<Figure, Double> figures) {
		figures.forEach((figure, raw) -> {
			if (figure.isCounter()) {
				this.counters.merge(figure, new Counter(serverStartedAt, raw, raw), Counter::next);
			}
		});
	}

	/**
	 * Return a counter's value.
	 * @param figure the counter
	 * @return the value, {@link Double#NaN} before the first sample
	 */
	double value(Figure figure) {
		Counter counter = this.counters.get(figure);
		return (counter != null) ? counter.value : Double.NaN;
	}

	private record Counter(Instant serverStartedAt, double raw, double value) {

		Counter next(Counter read) {
			return new Counter(read.serverStartedAt, read.raw, this.value + grown(read));
		}

		/**
		 * What was counted while nobody looked is not known, and must not seem sudden.
		 */
		private double grown(Counter read) {
			if (!read.serverStartedAt.equals(this.serverStartedAt)) {
				return 0;
			}
			return (read.raw < this.raw) ? read.raw : read.raw - this.raw;
		}

	}

}
