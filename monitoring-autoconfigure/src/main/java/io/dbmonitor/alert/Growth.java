package io.dbmonitor.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a counter grew by within a window of time that ends now. For one thread.
 */
public final class Growth {

	/** However often somebody looks, so many points of a window are kept. */
	private static final int POINTS = 60;

	private final Duration window;

	private final Deque<Point> points = new ArrayDeque<>();

	private boolean fromZero;

	/**
	 * Begin to watch a counter.
	 * @param window how far back to look
	 */
	public Growth(Duration window) {
		this.window = window;
	}

	/**
	 * Begin to watch a counter that began with this process: what it has counted before
	 * anybody looked, it has counted lately.
	 * @param window how far back to look
	 * @return the growth of the counter
	 */
	static Growth fromZero(Duration window) {
		Growth growth = new Growth(window);
		growth.fromZero = true;
		return growth;
	}

	/**
	 * Take in the counter's value.
	 * @param now the time
	 * @param value the value, {@link Double#NaN} where it is not known
	 * @return what it grew by within the window, as far as it was watched;
	 * {@link Double#NaN} where it is not known
	 */
	public double at(Instant now, double value) {
		if (Double.isNaN(value)) {
			return Double.NaN;
		}
		if (this.fromZero) {
			this.fromZero = false;
			this.points.addLast(new Point(now.minus(this.window.dividedBy(POINTS)), 0));
		}
		Point last = this.points.peekLast();
		if (last != null && (value < last.value || now.isBefore(last.at))) {
			// Another counter than before, or another clock
			this.points.clear();
			last = null;
		}
		if (last == null || !last.at.plus(this.window.dividedBy(POINTS)).isAfter(now)) {
			this.points.addLast(new Point(now, value));
		}
		forget(now.minus(this.window));
		return value - this.points.getFirst().value;
	}

	/** The newest of the points before the window is what it begins with. */
	private void forget(Instant begin) {
		Point first = this.points.removeFirst();
		while (!this.points.isEmpty() && !this.points.getFirst().at.isAfter(begin)) {
			first = this.points.removeFirst();
		}
		this.points.addFirst(first);
	}

	private record Point(Instant at, double value) {
	}

}
