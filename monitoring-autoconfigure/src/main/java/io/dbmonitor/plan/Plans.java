package io.dbmonitor.plan;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.dbmonitor.datasource.MonitorConnections;
import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.query.ExplainableText;
import io.dbmonitor.query.FindingKind;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.StatementDetail;
import io.dbmonitor.query.StatementStatistics;
import org.jspecify.annotations.Nullable;

/**
 * The plans of recorded statements. One at a time is asked for, over a connection that is
 * closed afterwards; what was asked within the last seconds is answered from memory, so
 * that a page that refreshes itself asks the database once. Bounded. Safe for use by
 * several threads.
 */
public final class Plans implements StatementDetail {

	private static final int MAX_KNOWN = 200;

	private static final Duration FRESH = Duration.ofSeconds(10);

	private final MonitoredDataSources dataSources;

	private final QueryStatistics statistics;

	private final List<PlanExplainer> explainers;

	private final PlanSettings settings;

	private final InstantSource clock;

	private final Faults faults;

	private final MonitorConnections connections = new MonitorConnections();

	private final Map<String, Known> known = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
			return size() > MAX_KNOWN;
		}

	});

	/**
	 * Make the plans.
	 * @param dataSources whose statements can be explained
	 * @param statistics the statements
	 * @param explainers the kinds of databases that can be asked
	 * @param settings how to ask
	 * @param clock the clock that dates plans
	 * @param faults where faults go
	 */
	public Plans(MonitoredDataSources dataSources, QueryStatistics statistics, List<PlanExplainer> explainers,
			PlanSettings settings, InstantSource clock, Faults faults) {
		this.dataSources = dataSources;
		this.statistics = statistics;
		this.explainers = List.copyOf(explainers);
		this.settings = settings;
		this.clock = clock;
		this.faults = faults;
	}

	@Override
	public String name() {
		return "plan";
	}

	/**
	 * Return the plan of a statement, a fresh one or one that is some seconds old. Waits
	 * for the database.
	 * @param statement the statement
	 * @return the plan, or why there is none; {@code null} for a database whose plans are
	 * not known here
	 */
	@Override
	public @Nullable Plan of(StatementStatistics statement) {
		Optional<MonitoredDataSource> dataSource = this.dataSources.all()
			.stream()
			.filter((candidate) -> candidate.name().equals(statement.dataSource()))
			.findFirst();
		Optional<PlanExplainer> explainer = dataSource.map(MonitoredDataSource::driver)
			.flatMap(
					(driver) -> this.explainers.stream().filter((candidate) -> candidate.supports(driver)).findFirst());
		if (explainer.isEmpty()) {
			return null;
		}
		synchronized (this) {
			Instant now = this.clock.instant();
			Known known = this.known.get(statement.id());
			if (known != null && known.plan.at().plus(FRESH).isAfter(now)) {
				return known.plan;
			}
			Optional<ExplainableText> text = this.statistics.explainable(statement);
			Plan plan = ask(text, dataSource.orElseThrow(), explainer.orElseThrow(), now);
			compare(statement, known, plan, text);
			// What the database did not tell this time does not count as a change
			if (plan.root() != null || known == null || known.plan.root() == null) {
				this.known.put(statement.id(), new Known(plan, text));
			}
			return plan;
		}
	}

	private Plan ask(Optional<ExplainableText> text, MonitoredDataSource dataSource, PlanExplainer explainer,
			Instant now) {
		if (text.isEmpty()) {
			return Plan.none(now, "It is no single SELECT, INSERT, UPDATE, DELETE or MERGE, or its text was cut");
		}
		try (Connection connection = this.connections.openLikeThePool(dataSource,
				explainer.driverProperties(this.settings.timeout()), this.settings.timeout().plusSeconds(1))) {
			PlanExplainer.Explanation explanation = explainer.explain(connection, text.get(), this.settings.timeout());
			return new Plan(now, explanation.root(), explanation.hints(), explanation.note());
		}
		catch (SQLException ex) {
			return Plan.none(now, "The database does not explain it (SQLState " + ex.getSQLState() + ")");
		}
		catch (Throwable ex) {
			this.faults.report(Feature.PLAN, ex);
			return Plan.none(now, "The answer of the database was not understood");
		}
	}

	/** Other constants can have another plan, which is no change. */
	private void compare(StatementStatistics statement, @Nullable Known known, Plan plan,
			Optional<ExplainableText> text) {
		if (known == null || known.plan.root() == null || plan.root() == null || !known.text.equals(text)) {
			return;
		}
		String before = known.plan.root().shape();
		String after = plan.root().shape();
		if (!before.equals(after)) {
			this.statistics.found(FindingKind.PLAN_CHANGED, statement, "Before: " + before + ". Now: " + after);
		}
	}

	/** A plan, and the text that it is the plan of. */
	private record Known(Plan plan, Optional<ExplainableText> text) {
	}

}
