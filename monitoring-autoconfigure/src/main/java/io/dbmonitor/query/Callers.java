package io.dbmonitor.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Who sends a statement, from samples: the first executions, the slow ones, then one in
 * {@value #SAMPLE_INTERVAL}, which stands for as many. Bounded: what comes when all
 * places are taken is not kept.
 */
final class Callers {

	/** A power of two. */
	static final int SAMPLE_INTERVAL = 128;

	private static final int FIRST = 8;

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
		if (execution <= FIRST) {
			return 1;
		}
		return ((execution & (SAMPLE_INTERVAL - 1)) == 0) ? SAMPLE_INTERVAL : 0;
	}

	synchronized void add(CallSite site, @Nullable String route, int weight) {
		for (Entry entry : this.entries) {
			if (entry.site.equals(site) && Objects.equals(entry.route, route)) {
				entry.calls += weight;
				return;
			}
		}
		if (this.entries.size() < MAX_CALLERS) {
			this.entries.add(new Entry(site, route, weight));
		}
	}

	synchronized List<StatementSnapshot.Caller> snapshot() {
		return this.entries.stream()
			.sorted(Comparator.comparingLong((Entry entry) -> entry.calls).reversed())
			.map((entry) -> new StatementSnapshot.Caller(entry.site.method(), entry.site.line(), entry.route,
					entry.calls))
			.toList();
	}

	private static final class Entry {

		private final CallSite site;

		private final @Nullable String route;

		private long calls;

		private Entry(CallSite site, @Nullable String route, long calls) {
			this.site = site;
			this.route = route;
			this.calls = calls;
		}

	}

}
