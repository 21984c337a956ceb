package io.dbmonitor.query;

import io.dbmonitor.meter.DurationBuckets;
import io.dbmonitor.meter.Rounded;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;

import org.jspecify.annotations.Nullable;

/**
 * Adds up the executions of one statement, since start and lately, in less than 4 KB
 * whatever comes.
 * <p>
 * Executions are counted without a lock in the slice of now. With the first execution
 * beyond a slice's end, or when somebody reads, the slice is closed: added to the sums
 * since start, and kept until it is too old to count as lately. A closed slice keeps
 * sixteen bits a bucket, and only the buckets between its shortest and its longest
 * duration.
 */
final class Tally {

	private static final long SLICE_NANOS = TimeUnit.SECONDS.toNanos(100);

	private static final long RECENT_NANOS = TimeUnit.MINUTES.toNanos(5);

	private static final int MAX_CLOSED = 2;

	private static final VarHandle NANOS = field("nanos");

	private static final VarHandle FETCH_NANOS = field("fetchNanos");

	private static final VarHandle ROWS = field("rows");

	private static final VarHandle ERRORS = field("errors");

	private static final VarHandle MAX_NANOS = field("maxNanos");

	private final long began;

	// The slice of now

	private volatile long sliceBegan;

	private final AtomicIntegerArray counts = new AtomicIntegerArray(DurationBuckets.COUNT);

	@SuppressWarnings("unused")
	private volatile long nanos;

	@SuppressWarnings("unused")
	private volatile long fetchNanos;

	@SuppressWarnings("unused")
	private volatile long rows;

	@SuppressWarnings("unused")
	private volatile long errors;

	private volatile long maxNanos;

	// What is closed, guarded by this

	private final Sums sinceStart = new Sums();

	private final Deque<Slice> recent = new ArrayDeque<>(MAX_CLOSED);

	/** Until when nothing of what happened is known in slices any more. */
	private long forgottenUntil;

	/**
	 * Begin to count.
	 * @param now by {@link System#nanoTime()}, as all times here
	 */
	Tally(long now) {
		this.began = now;
		this.sliceBegan = now;
		this.forgottenUntil = now;
	}

	void executed(long nanos, long now) {
		if (now - this.sliceBegan >= SLICE_NANOS) {
			closeSlice(now);
		}
		this.counts.incrementAndGet(DurationBuckets.of(nanos));
		NANOS.getAndAdd(this, nanos);
		long max = this.maxNanos;
		while (nanos > max && !MAX_NANOS.compareAndSet(this, max, nanos)) {
			max = this.maxNanos;
		}
	}

	void failed() {
		ERRORS.getAndAdd(this, 1L);
	}

	void read(long rows, long nanos) {
		if (rows > 0) {
			ROWS.getAndAdd(this, rows);
		}
		FETCH_NANOS.getAndAdd(this, nanos);
	}

	void affected(long rows) {
		ROWS.getAndAdd(this, rows);
	}

	/** The sums since start. */
	synchronized Figures sinceStart(long now) {
		closeSlice(now);
		Sums sums = new Sums();
		sums.add(this.sinceStart);
		addCurrent(sums);
		return sums.figures(Rounded.seconds(now - this.began));
	}

	/**
	 * The sums of the last five minutes, or of somewhat less: where a slice reaches
	 * beyond them, all of it is left out, and the time is that much shorter.
	 */
	synchronized Figures recent(long now) {
		closeSlice(now);
		Sums sums = new Sums();
		this.recent.forEach(sums::add);
		addCurrent(sums);
		long covered = Math.min(RECENT_NANOS, now - this.forgottenUntil);
		return sums.figures(Rounded.seconds(covered));
	}

	private synchronized void closeSlice(long now) {
		long began = this.sliceBegan;
		if (now - began >= SLICE_NANOS) {
			this.sliceBegan = now;
			Sums drained = new Sums();
			drained.nanos = (long) NANOS.getAndSet(this, 0L);
			drained.fetchNanos = (long) FETCH_NANOS.getAndSet(this, 0L);
			drained.rows = (long) ROWS.getAndSet(this, 0L);
			drained.errors = (long) ERRORS.getAndSet(this, 0L);
			drained.maxNanos = (long) MAX_NANOS.getAndSet(this, 0L);
			for (int bucket = 0; bucket < DurationBuckets.COUNT; bucket++) {
				if (this.counts.get(bucket) != 0) {
					drained.count(bucket, this.counts.getAndSet(bucket, 0));
				}
			}
			this.sinceStart.add(drained);
			Slice slice = Slice.of(drained, began);
			if (slice != null) {
				this.recent.addLast(slice);
			}
		}
		forget(now);
	}

	private void forget(long now) {
		while (!this.recent.isEmpty()
				&& (now - this.recent.getFirst().began > RECENT_NANOS || this.recent.size() > MAX_CLOSED)) {
			this.forgottenUntil = this.recent.removeFirst().began + SLICE_NANOS;
		}
	}

	private void addCurrent(Sums sums) {
		sums.nanos += this.nanos;
		sums.fetchNanos += this.fetchNanos;
		sums.rows += this.rows;
		sums.errors += this.errors;
		sums.maxNanos = Math.max(sums.maxNanos, this.maxNanos);
		for (int bucket = 0; bucket < DurationBuckets.COUNT; bucket++) {
			sums.count(bucket, this.counts.get(bucket));
		}
	}

	private static VarHandle field(String name) {
		try {
			return MethodHandles.lookup().findVarHandle(Tally.class, name, long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private static final class Sums {

		private final long[] counts = new long[DurationBuckets.COUNT];

		private long calls;

		private long nanos;

		private long fetchNanos;

		private long rows;

		private long errors;

		private long maxNanos;

		private void count(int bucket, int calls) {
			long unsigned = Integer.toUnsignedLong(calls);
			this.counts[bucket] += unsigned;
			this.calls += unsigned;
		}

		private void add(Sums other) {
			for (int bucket = 0; bucket < this.counts.length; bucket++) {
				this.counts[bucket] += other.counts[bucket];
			}
			add(other.calls, other.nanos, other.fetchNanos, other.rows, other.errors, other.maxNanos);
		}

		private void add(Slice slice) {
			for (int i = 0; i < slice.counts.length; i++) {
				this.counts[slice.firstBucket + i] += (long) slice.counts[i] << slice.shift;
			}
			add(slice.calls, slice.nanos, slice.fetchNanos, slice.rows, slice.errors, slice.maxNanos);
		}

		private void add(long calls, long nanos, long fetchNanos, long rows, long errors, long maxNanos) {
			this.calls += calls;
			this.nanos += nanos;
			this.fetchNanos += fetchNanos;
			this.rows += rows;
			this.errors += errors;
			this.maxNanos = Math.max(this.maxNanos, maxNanos);
		}

		private Figures figures(double seconds) {
			return new Figures(seconds, this.counts, this.calls, this.errors, this.rows, this.nanos, this.fetchNanos,
					this.maxNanos);
		}

	}

	/**
	 * A closed slice. Counts beyond sixteen bits lose their lowest bits, all buckets as
	 * many: less than one in 32,768 of the largest.
	 */
	@SuppressWarnings("ArrayRecordComponent")
	private record Slice(long began, int firstBucket, char[] counts, int shift, long calls, long nanos, long fetchNanos,
			long rows, long errors, long maxNanos) {

		static @Nullable Slice of(Sums sums, long began) {
			int first = 0;
			int end = sums.counts.length;
			while (first < end && sums.counts[first] == 0) {
				first++;
			}
			while (end > first && sums.counts[end - 1] == 0) {
				end--;
			}
			if (first == end && sums.rows == 0 && sums.fetchNanos == 0) {
				return null;
			}
			long largest = 0;
			for (int i = first; i < end; i++) {
				largest = Math.max(largest, sums.counts[i]);
			}
			int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(largest) - Character.SIZE);
			char[] counts = new char[end - first];
			for (int i = 0; i < counts.length; i++) {
				counts[i] = (char) (sums.counts[first + i] >>> shift);
			}
			return new Slice(began, first, counts, shift, sums.calls, sums.nanos, sums.fetchNanos, sums.rows,
					sums.errors, sums.maxNanos);
		}

	}

}
