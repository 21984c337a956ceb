package io.dbmonitor.work.observation;

import java.util.List;
import java.util.function.Supplier;

import io.dbmonitor.work.UnitOfWork;
import io.dbmonitor.work.WorkBudgets;
import io.dbmonitor.work.WorkKind;
import io.dbmonitor.work.WorkSource;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.transport.ReceiverContext;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.support.ScheduledTaskObservationContext;
import org.springframework.util.ClassUtils;

/**
 * Takes units of work from the observations with which Spring tells of requests (MVC and
 * WebFlux), of scheduled jobs, of Spring Batch's jobs and steps and of messages. Which
 * observation is the current one, on whatever thread, is Micrometer's business; the
 * nearest one of these kinds carries the unit of work, which ends with it. What is done
 * behind that end, on other threads, is a unit of its own under the same name.
 */
public final class ObservedWork implements WorkSource, ObservationHandler<Observation.Context> {

	private static final ClassLoader classLoader = ObservedWork.class.getClassLoader();

	private static final boolean SERVLET = ClassUtils.isPresent("jakarta.servlet.http.HttpServletRequest", classLoader)
			&& ClassUtils.isPresent("org.springframework.http.server.observation.ServerRequestObservationContext",
					classLoader);

	private static final boolean REACTIVE = ClassUtils.isPresent("reactor.core.publisher.Mono", classLoader)
			&& ClassUtils.isPresent(
					"org.springframework.http.server.reactive.observation.ServerRequestObservationContext",
					classLoader);

	/** What JMS, Kafka and AMQP listeners say of where a message comes from. */
	private static final List<String> DESTINATIONS = List.of("messaging.destination.name", "messaging.source.name");

	private final WorkBudgets budgets;

	private volatile @Nullable ObservationRegistry registry;

	/**
	 * Take units of work from observations.
	 * @param budgets where their time is added when they end
	 */
	public ObservedWork(WorkBudgets budgets) {
		this.budgets = budgets;
	}

	/**
	 * Take units of work from the observations of a registry.
	 * @param registry the registry
	 */
	public void observe(ObservationRegistry registry) {
		registry.observationConfig().observationHandler(this);
		this.registry = registry;
	}

	@Override
	public @Nullable UnitOfWork current() {
		ObservationRegistry registry = this.registry;
		ObservationView observation = (registry != null) ? registry.getCurrentObservation() : null;
		while (observation != null) {
			if (observation.getContextView() instanceof Observation.Context context && supportsContext(context)) {
				UnitOfWork work = context.get(UnitOfWork.class);
				return (work != null && work.hasEnded()) ? work.goOn() : work;
			}
			observation = observation.getContextView().getParentObservation();
		}
		return null;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ReceiverContext || context instanceof ScheduledTaskObservationContext
				|| BatchWork.is(context);
	}

	@Override
	public void onStart(Observation.Context context) {
		// Not later: what runs behind the request's end finds it recycled
		context.put(UnitOfWork.class, begin(context));
	}

	@Override
	public void onStop(Observation.Context context) {
		UnitOfWork work = context.get(UnitOfWork.class);
		if (work != null) {
			work.end();
		}
	}

	private UnitOfWork begin(Observation.Context context) {
		if (context instanceof ScheduledTaskObservationContext task) {
			String name = ClassUtils.getShortName(ClassUtils.getUserClass(task.getTargetClass())) + "."
					+ task.getMethod().getName();
			return new UnitOfWork(WorkKind.JOB, () -> name, this.budgets);
		}
		if (BatchWork.is(context)) {
			return new UnitOfWork(WorkKind.JOB, BatchWork.name(context), this.budgets);
		}
		Supplier<@Nullable String> route = SERVLET ? ServletRoute.of(context) : null;
		if (route == null && REACTIVE) {
			route = ReactiveRoute.of(context);
		}
		return (route != null) ? new UnitOfWork(WorkKind.REQUEST, route, this.budgets)
				: new UnitOfWork(WorkKind.MESSAGE, () -> messageName(context), this.budgets);
	}

	/**
	 * As Micrometer calls it, which it does only when the message has been processed:
	 * until then it is put together from the keys that are known from the start.
	 */
	private static @Nullable String messageName(Observation.Context context) {
		String name = context.getContextualName();
		for (String key : DESTINATIONS) {
			KeyValue destination = context.getAllKeyValues()
				.stream()
				.filter((value) -> value.getKey().equals(key))
				.findFirst()
				.orElse(null);
			if (name == null && destination != null) {
				name = destination.getValue() + " process";
			}
		}
		return (name != null) ? name : context.getName();
	}

}
