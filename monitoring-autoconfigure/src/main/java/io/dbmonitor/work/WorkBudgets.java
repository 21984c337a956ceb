package io.dbmonitor.work;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import io.dbmonitor.meter.Rounded;
import org.jspecify.annotations.Nullable;

/**
 * What units of work of the same name spent together, since start. Bounded: names beyond
 * the limit count as {@value #OTHER}. Safe for use by several threads.
 */
public final class WorkBudgets {

	/** Where names beyond the limit count. */
	public static final String OTHER = "other";

	private static final int MAX_NAMES = 500;

	private final Map<Key, Sum> sums = new ConcurrentHashMap<>();

	/** What has no name is most frequent where it matters, so it is found at once. */
	private final Sum unnamed = new Sum(new Key(WorkKind.OTHER, null));

	void ended(UnitOfWork work) {
		if (!work.budget().isEmpty()) {
			String name = work.name();
			Sum sum = (name == null && work.kind() == WorkKind.OTHER) ? this.unnamed : find(new Key(work.kind(), name));
			if (!work.isAfterwards()) {
				sum.units.increment();
			}
			sum.budget.add(work.budget());
		}
	}

	/**
	 * Return what was spent.
	 * @return the sums, in no order
	 */
	public List<WorkSummary> all() {
		return Stream.concat(Stream.of(this.unnamed), this.sums.values().stream())
			.filter((sum) -> !sum.budget.isEmpty())
			.map(Sum::summary)
			.toList();
	}

	private Sum find(Key key) {
		Sum known = this.sums.get(key);
		if (known != null) {
			return known;
		}
		Key admitted = (this.sums.size() < MAX_NAMES) ? key : new Key(key.kind, OTHER);
		return this.sums.computeIfAbsent(admitted, Sum::new);
	}

	private record Key(WorkKind kind, @Nullable String name) {
	}

	private static final class Sum {

		private final Key key;

		private final LongAdder units = new LongAdder();

		private final Budget budget = new Budget();

		private Sum(Key key) {
			this.key = key;
		}

		private WorkSummary summary() {
			return new WorkSummary(this.key.kind, this.key.name, this.units.sum(), this.budget.statements(),
					Rounded.seconds(this.budget.waitingNanos()), Rounded.seconds(this.budget.holdingNanos()),
					Rounded.seconds(this.budget.executingNanos()), Rounded.seconds(this.budget.fetchingNanos()),
					Rounded.seconds(this.budget.idleNanos()));
		}

	}

}
