package io.dbmonitor.query.endpoint;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.endpoint.Extended;
import io.dbmonitor.endpoint.Overview;
import io.dbmonitor.endpoint.Section;
import io.dbmonitor.endpoint.SectionException;
import io.dbmonitor.endpoint.SectionRequest;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.StatementDetail;
import io.dbmonitor.query.StatementSnapshot;
import io.dbmonitor.query.StatementStatistics;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code queries}: the statements, sorted by what hurts, and one of them by
 * its id.
 */
public final class QueriesSection implements Section {

	private final MonitoredDataSources dataSources;

	private final QueryStatistics statistics;

	private final List<StatementDetail> details;

	/**
	 * Show statements.
	 * @param dataSources the data sources
	 * @param statistics the statements
	 * @param details what other features know of one statement
	 */
	public QueriesSection(MonitoredDataSources dataSources, QueryStatistics statistics, List<StatementDetail> details) {
		this.details = details;
		this.dataSources = dataSources;
		this.statistics = statistics;
	}

	@Override
	public String name() {
		return "queries";
	}

	@Override
	public void contribute(Overview overview) {
		for (MonitoredDataSource dataSource : this.dataSources.all()) {
			overview.dataSource(dataSource.name(), name(), this.statistics.summary(dataSource.name()).orElse(null));
		}
	}

	@Override
	public Object answer(SectionRequest request) {
		if (request.path().size() > 1) {
			throw SectionException.notFound("Below 'queries' there are only statements, by their id.");
		}
		if (!request.path().isEmpty()) {
			String id = request.path().get(0);
			return this.statistics.find(id)
				.map(this::details)
				.orElseThrow(() -> SectionException.notFound("There is no statement with the id '" + id + "'."));
		}
		Sort sort = request.choice("sort", Sort.class, Sort.TOTAL);
		String contains = request.parameter("contains").orElse("").toLowerCase(Locale.ROOT);
		return new Queries(this.statistics.all()
			.stream()
			.filter((statement) -> statement.statement().toLowerCase(Locale.ROOT).contains(contains))
			.sorted(Comparator.comparingDouble(sort.figure).reversed())
			.limit(request.limit())
			.map(this::brief)
			.toList());
	}

	private Object brief(StatementSnapshot snapshot) {
		Map<String, Object> more = new LinkedHashMap<>();
		this.statistics.find(snapshot.id()).ifPresent((statement) -> addTo(more, (detail) -> detail.brief(statement)));
		return more.isEmpty() ? snapshot : new Extended(snapshot, more);
	}

	private Extended details(StatementStatistics statement) {
		Map<String, Object> more = new LinkedHashMap<>();
		more.put("histogram", statement.histogram());
		more.put("slowest", statement.slowest());
		addTo(more, (detail) -> detail.of(statement));
		return new Extended(statement.snapshot(), more);
	}

	private void addTo(Map<String, Object> more, Function<StatementDetail, @Nullable Object> shares) {
		for (StatementDetail detail : this.details) {
			Object share = shares.apply(detail);
			if (share != null) {
				more.put(detail.name(), share);
			}
		}
	}

	/**
	 * The answer.
	 *
	 * @param queries the statements, each a snapshot with what other features know
	 */
	record Queries(List<Object> queries) {
	}

	/**
	 * What to sort by, the highest first.
	 */
	enum Sort {

		TOTAL((statement) -> statement.time().total()),

		MEAN((statement) -> statement.time().mean()),

		P95((statement) -> statement.time().p95()),

		P99((statement) -> statement.time().p99()),

		MAX((statement) -> statement.time().max()),

		CALLS(StatementSnapshot::calls),

		ERRORS(StatementSnapshot::errors),

		ROWS(StatementSnapshot::rows);

		private final ToDoubleFunction<StatementSnapshot> figure;

		Sort(ToDoubleFunction<StatementSnapshot> figure) {
			this.figure = figure;
		}

	}

}
