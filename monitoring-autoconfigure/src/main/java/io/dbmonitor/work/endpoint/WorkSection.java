package io.dbmonitor.work.endpoint;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import io.dbmonitor.endpoint.Section;
import io.dbmonitor.endpoint.SectionException;
import io.dbmonitor.endpoint.SectionRequest;
import io.dbmonitor.work.WorkBudgets;
import io.dbmonitor.work.WorkSummary;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code work}: what requests, jobs, messages and transactions spend on the
 * database, what holds connections the longest first.
 */
public final class WorkSection implements Section {

	private final WorkBudgets budgets;

	public WorkSection(WorkBudgets budgets) {
		this.budgets = budgets;
	}

	@Override
	public String name() {
		return "work";
	}

	@Override
	public Object answer(SectionRequest request) {
		if (!request.path().isEmpty()) {
			throw SectionException.notFound("There is nothing below 'work'.");
		}
		return new Answer(this.budgets.all()
			.stream()
			.map(Work::of)
			.sorted(Comparator.comparingDouble(Work::holdingSeconds).reversed())
			.limit(request.limit())
			.toList());
	}

	/**
	 * The answer.
	 *
	 * @param work what was spent
	 */
	record Answer(List<Work> work) {
	}

	/**
	 * What the units of work of one name spent.
	 *
	 * @param kind what they are
	 * @param name how they are called
	 * @param units how many ended
	 * @param statements how many statements they executed
	 * @param holdingSeconds how long they held connections
	 * @param executingSeconds how long statements were executed
	 * @param fetchingSeconds how long results were read
	 * @param idleSeconds how long connections were held beyond that
	 * @param waitingSeconds how long they waited for connections
	 */
	record Work(String kind, @Nullable String name, long units, long statements, double holdingSeconds,
			double executingSeconds, double fetchingSeconds, double idleSeconds, double waitingSeconds) {

		static Work of(WorkSummary summary) {
			return new Work(summary.kind().name().toLowerCase(Locale.ROOT), summary.name(), summary.units(),
					summary.statements(), summary.holdingSeconds(), summary.executingSeconds(),
					summary.fetchingSeconds(), summary.idleSeconds(), summary.waitingSeconds());
		}

	}

}
