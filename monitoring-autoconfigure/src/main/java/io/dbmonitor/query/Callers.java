package io.dbmonitor.query;

import io.dbmonitor.work.CallSite;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Who sends a statement, from samples: the first executions, the slow ones, then one in
 * 16, later one in 128, which stands for as many. Applications work in rounds, so a
 * sample at every so-many-th execution would meet the same caller again and again; the
 * samples are spread by multiplying the count with the golden ratio (Knuth, The Art of
 * Computer Programming, volume 3, section 6.4). Bounded: what comes when all places are
 * taken is not kept.
 */
final class Callers {

	private static final int FIRST = 8;

	private static final int EARLY = 1024;

	private static final int EARLY_BITS = 4;

	private static final int BITS = 7;

	private static final int GOLDEN_RATIO = 0x9E3779B9;

	private static final int MAX_CALLERS = 5;

	private final List<Entry> entries = new ArrayList<>(1);

	/** Racing threads can lose a count here, which only shifts the samples. */
	private int executions;

	/**
	 * Whether this execution is to be sampled.
	 * @return for how many executions the sample stands, 0 for no sample
	 */
	int weigh() {
		int execution = ++this.executions;
		if (execution > 0 && execution <= FIRST) {
			return 1;
		}
		int bits = (execution > 0 && execution <= EARLY) ? EARLY_BITS : BITS;
		return ((execution * GOLDEN_RATIO) >>> (Integer.SIZE - bits) == 0) ? 1 << bits : 0;
	}

	/**
	 * Add a caller.
	 * @param weight for how many executions it stands, 0 where others stand for this one:
	 * it was looked at for another reason than to be counted
	 */
	synchronized void add(CallSite site, @Nullable String route, @Nullable String transaction, int weight) {
		for (Entry entry : this.entries) {
			if (entry.is(site, route, transaction)) {
				entry.calls += weight;
				return;
			}
		}
		if (this.entries.size() < MAX_CALLERS) {
			this.entries.add(new Entry(site, route, transaction, weight));
		}
	}

	/**
	 * Return the callers.
	 * @param calls how many executions there were, which the estimates do not exceed
	 * @return the most frequent first
	 */
	synchronized List<StatementSnapshot.Caller> snapshot(long calls) {
		long excess = this.entries.stream().mapToLong(Entry::calls).sum() - calls;
		List<StatementSnapshot.Caller> callers = new ArrayList<>();
		for (Entry entry : this.entries.stream().sorted(Comparator.comparingLong(Entry::calls).reversed()).toList()) {
			long estimate = Math.max(1, entry.calls() - Math.max(0, excess));
			excess -= entry.calls() - estimate;
			callers.add(new StatementSnapshot.Caller(entry.site.method(), entry.site.line(), entry.route,
					entry.transaction, estimate));
		}
		callers.sort(Comparator.comparingLong(StatementSnapshot.Caller::calls).reversed());
		return callers;
	}

	private static final class Entry {

		private final CallSite site;

		private final @Nullable String route;

		private final @Nullable String transaction;

		private long calls;

		private Entry(CallSite site, @Nullable String route, @Nullable String transaction, long calls) {
			this.site = site;
			this.route = route;
			this.transaction = transaction;
			this.calls = calls;
		}

		/** At least the one that it was seen in. */
		private long calls() {
			return Math.max(1, this.calls);
		}

		private boolean is(CallSite site, @Nullable String route, @Nullable String transaction) {
			return this.site.equals(site) && Objects.equals(this.route, route)
					&& Objects.equals(this.transaction, transaction);
		}

	}

}
