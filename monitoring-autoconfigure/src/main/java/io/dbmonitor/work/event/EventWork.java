package io.dbmonitor.work.event;

import java.util.function.Supplier;

import io.dbmonitor.work.UnitOfWork;
import io.dbmonitor.work.WorkBudgets;
import io.dbmonitor.work.WorkKind;
import io.dbmonitor.work.WorkSource;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Takes units of work from the listeners to application events. What a listener does is a
 * unit of its own unless it is part of another: of a request, which is asked for first,
 * or of the event that this one followed from.
 */
public final class EventWork implements WorkSource {

	private static final ThreadLocal<@Nullable UnitOfWork> current = new ThreadLocal<>();

	private final Supplier<WorkBudgets> budgets;

	/**
	 * Take units of work from listeners.
	 * @param budgets where their time is added when they end
	 */
	public EventWork(Supplier<WorkBudgets> budgets) {
		this.budgets = budgets;
	}

	@Override
	public @Nullable UnitOfWork current() {
		return current.get();
	}

	/** Return how what a listener does is called. */
	static String name(Class<?> type, String method) {
		return ClassUtils.getShortName(ClassUtils.getUserClass(type)) + "." + method;
	}

	@Nullable Object invoke(String name, Supplier<@Nullable Object> invocation) {
		if (current.get() != null) {
			return invocation.get();
		}
		UnitOfWork work = new UnitOfWork(WorkKind.EVENT, () -> name, this.budgets.get());
		current.set(work);
		try {
			return invocation.get();
		}
		finally {
			current.remove();
			work.end();
		}
	}

}
