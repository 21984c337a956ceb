package io.dbmonitor.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.query.FindingKind;
import io.dbmonitor.query.FindingSnapshot;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.QuerySummary;
import io.dbmonitor.query.StatementSnapshot;

/**
 * The rules about the application's statements, with the findings as evidence.
 */
public final class StatementRules implements AlertRules {

	/** Fewer executions than that say nothing about a ratio. */
	private static final int ENOUGH = 100;

	private final MonitoredDataSources dataSources;

	private final QueryStatistics statistics;

	private final Duration window;

	/** By data source and what is counted. */
	private final Map<String, Growth> growths = new ConcurrentHashMap<>();

	/**
	 * Make the rules.
	 * @param dataSources the data sources
	 * @param statistics knows their statements
	 * @param window how far back counters are compared
	 */
	public StatementRules(MonitoredDataSources dataSources, QueryStatistics statistics, Duration window) {
		this.dataSources = dataSources;
		this.statistics = statistics;
		this.window = window;
	}

	@Override
	public List<AlertRule> rules() {
		return List.of(rule(BuiltInRule.ERROR_RATIO, this::errors), rule(BuiltInRule.SLOWER_THAN_USUAL, this::slower),
				rule(BuiltInRule.N_PLUS_ONE, this::nPlusOne));
	}

	private AlertRule rule(BuiltInRule rule, BiFunction<String, Instant, AlertReading> reader) {
		return rule.reads((now) -> this.dataSources.all()
			.stream()
			.map((dataSource) -> reader.apply(dataSource.name(), now))
			.toList());
	}

	private AlertReading errors(String dataSource, Instant now) {
		double executions = executions(dataSource, now);
		double errors = growth(dataSource, "errors", QuerySummary::errors, now);
		double ratio = DatabaseRules.ratio(errors, executions, ENOUGH);
		return AlertReading.of(dataSource, ratio, share(ratio, executions) + " failed", "statements",
				() -> this.statistics.all()
					.stream()
					.filter((statement) -> statement.dataSource().equals(dataSource) && statement.recent().errors() > 0)
					.sorted(Comparator.comparingLong((StatementSnapshot statement) -> statement.recent().errors())
						.reversed())
					.limit(Evidence.MAX)
					.map(Evidence::failing)
					.toList());
	}

	private AlertReading slower(String dataSource, Instant now) {
		double executions = executions(dataSource, now);
		double slower = occurrences(dataSource, FindingKind.SLOWER_THAN_USUAL, now);
		double ratio = DatabaseRules.ratio(slower, executions, ENOUGH);
		return AlertReading.of(dataSource, ratio, share(ratio, executions) + " took far longer than usual", "findings",
				() -> findings(dataSource, FindingKind.SLOWER_THAN_USUAL, now));
	}

	private AlertReading nPlusOne(String dataSource, Instant now) {
		double units = occurrences(dataSource, FindingKind.N_PLUS_ONE, now);
		return AlertReading.of(dataSource, units,
				Wording.count(units, "unit of work", "units of work") + " sent the same read again and again within "
						+ this.window.toSeconds() + " s",
				"findings", () -> findings(dataSource, FindingKind.N_PLUS_ONE, now));
	}

	private String share(double ratio, double executions) {
		return Wording.percent(ratio) + " of " + Wording.count(executions) + " executions within "
				+ this.window.toSeconds() + " s";
	}

	private List<Map<String, Object>> findings(String dataSource, FindingKind kind, Instant now) {
		Instant begin = now.minus(this.window);
		return findings(dataSource, kind).filter((finding) -> finding.lastSeen().isAfter(begin))
			.sorted(Comparator.comparingLong(FindingSnapshot::occurrences).reversed())
			.limit(Evidence.MAX)
			.map(Evidence::finding)
			.toList();
	}

	private Stream<FindingSnapshot> findings(String dataSource, FindingKind kind) {
		return this.statistics.findings()
			.stream()
			.filter((finding) -> finding.kind().equals(kind.id()) && finding.dataSource().equals(dataSource));
	}

	private double occurrences(String dataSource, FindingKind kind, Instant now) {
		return growth(dataSource, kind.id(),
				(double) findings(dataSource, kind).mapToLong(FindingSnapshot::occurrences).sum(), now);
	}

	private double executions(String dataSource, Instant now) {
		return growth(dataSource, "executions", QuerySummary::executions, now);
	}

	private double growth(String dataSource, String what, ToLongFunction<QuerySummary> count, Instant now) {
		return growth(dataSource, what,
				this.statistics.summary(dataSource)
					.map((summary) -> (double) count.applyAsLong(summary))
					.orElse(Double.NaN),
				now);
	}

	private double growth(String dataSource, String what, double value, Instant now) {
		return this.growths.computeIfAbsent(dataSource + ' ' + what, (key) -> new Growth(this.window)).at(now, value);
	}

}
