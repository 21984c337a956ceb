package io.dbmonitor.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

import io.dbmonitor.database.DatabaseMeter;
import io.dbmonitor.database.DatabaseMonitor;
import io.dbmonitor.database.DatabaseSnapshot;
import io.dbmonitor.database.DatabaseState;
import io.dbmonitor.database.Figure;
import io.dbmonitor.database.IndexProblem;
import io.dbmonitor.database.Session;
import io.dbmonitor.database.StorageSample;
import io.dbmonitor.database.TableProblem;
import io.dbmonitor.database.mysql.MySqlMeter;
import io.dbmonitor.database.postgresql.PostgresMeter;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.meter.DocumentedMeter;
import io.dbmonitor.session.Sessions;
import org.jspecify.annotations.Nullable;

/**
 * The rules about what the samples of the databases tell, with the sessions as evidence.
 */
public final class DatabaseRules implements AlertRules {

	/** Fewer transactions than that say nothing about a ratio. */
	private static final int ENOUGH = 100;

	private final MonitoredDataSources dataSources;

	private final DatabaseMonitor monitor;

	private final Sessions sessions;

	private final Duration window;

	private final ToDoubleFunction<BuiltInRule> limits;

	/** By data source and figure. */
	private final Map<String, Growth> growths = new ConcurrentHashMap<>();

	/**
	 * Make the rules.
	 * @param dataSources the data sources
	 * @param monitor samples their databases
	 * @param sessions know who is behind a session
	 * @param window how far back counters are compared
	 * @param limits the limits of rules, as they are configured
	 */
	public DatabaseRules(MonitoredDataSources dataSources, DatabaseMonitor monitor, Sessions sessions, Duration window,
			ToDoubleFunction<BuiltInRule> limits) {
		this.dataSources = dataSources;
		this.monitor = monitor;
		this.sessions = sessions;
		this.window = window;
		this.limits = limits;
	}

	@Override
	public List<AlertRule> rules() {
		return List.of(rule(BuiltInRule.DATABASE_DOWN, this::down),
				rule(BuiltInRule.CONNECTIONS_NEAR_MAX, this::connections),
				rule(BuiltInRule.BLOCKED_SESSIONS, this::blocked),
				rule(BuiltInRule.LOCK_WAIT,
						(dataSource, now) -> AlertReading.of(dataSource,
								value(dataSource, DatabaseMeter.LOCK_WAIT_OLDEST),
								"A session has been waiting for a lock for "
										+ Wording.seconds(value(dataSource, DatabaseMeter.LOCK_WAIT_OLDEST)),
								"trees", () -> trees(dataSource))),
				oldest(BuiltInRule.IDLE_IN_TRANSACTION, DatabaseMeter.TRANSACTION_IDLE_OLDEST,
						"A transaction whose session idles has been open for ", Session::transactionSeconds,
						(session) -> session.stateOrUnknown().startsWith("idle in transaction")),
				oldest(BuiltInRule.LONG_TRANSACTION, DatabaseMeter.TRANSACTION_OLDEST,
						"A transaction has been open for ", Session::transactionSeconds, (session) -> true),
				oldest(BuiltInRule.LONG_STATEMENT, DatabaseMeter.QUERY_OLDEST, "A statement has been running for ",
						Session::querySeconds, (session) -> true),
				rule(BuiltInRule.DEADLOCKS, this::deadlocks), rule(BuiltInRule.ROLLBACK_RATIO, this::rollbacks),
				figure(BuiltInRule.REPLICATION_LAG, List.of(PostgresMeter.REPLICATION_LAG, MySqlMeter.REPLICATION_LAG),
						(value) -> "A standby is behind by " + Wording.seconds(value), "standbys"),
				figure(BuiltInRule.SLOT_INACTIVE, List.of(PostgresMeter.SLOTS_INACTIVE),
						(value) -> Wording.count(value, "replication slot has no reader and keeps write-ahead log",
								"replication slots have no reader and keep write-ahead log"),
						"slots"),
				figure(BuiltInRule.SLOT_RETAINED, List.of(PostgresMeter.SLOT_RETAINED),
						(value) -> "A replication slot keeps " + Wording.count(value / 1024 / 1024)
								+ " MiB of write-ahead log",
						"slots"),
				figure(BuiltInRule.XID_AGE, List.of(PostgresMeter.XID_AGE),
						(value) -> "The oldest transaction id that is not frozen is " + Wording.count(value)
								+ " transactions old; at two billion the server stops",
						"databases"),
				figure(BuiltInRule.SEQUENCE_USED, List.of(PostgresMeter.SEQUENCE_USED, MySqlMeter.AUTO_INCREMENT_USED),
						(value) -> "A sequence has used " + Wording.percent(value) + " of its values", "sequences"),
				rule(BuiltInRule.INVALID_INDEX, this::invalidIndexes), rule(BuiltInRule.DEAD_ROWS, this::deadRows));
	}

	private AlertRule rule(BuiltInRule rule, Reader reader) {
		return rule.reads((now) -> this.dataSources.all()
			.stream()
			.map((dataSource) -> reader.read(dataSource.name(), now))
			.toList());
	}

	/**
	 * A rule on what each kind of database has a meter of its own for.
	 */
	private AlertRule figure(BuiltInRule rule, List<DocumentedMeter> meters, Function<Double, String> summary,
			String key) {
		return rule(rule, (dataSource, now) -> {
			Figure figure = meters.stream()
				.map((meter) -> Figure.of(meter))
				.filter((candidate) -> !Double.isNaN(this.monitor.value(dataSource, candidate)))
				.findFirst()
				.orElse(Figure.of(meters.get(0)));
			double value = this.monitor.value(dataSource, figure);
			return AlertReading.of(dataSource, value, summary.apply(value), key,
					() -> this.monitor.name(dataSource, figure).map(List::of).orElseGet(List::of));
		});
	}

	private AlertRule oldest(BuiltInRule rule, DatabaseMeter meter, String summary,
			Function<Session, @Nullable Double> age, Predicate<Session> which) {
		return rule(rule, (dataSource, now) -> {
			double value = value(dataSource, meter);
			return AlertReading.of(dataSource, value, summary + Wording.seconds(value), "sessions",
					() -> this.sessions
						.select(dataSource,
								(session) -> session.isClient() && which.test(session)
										&& orZero(age.apply(session)) > this.limits.applyAsDouble(rule),
								Comparator.comparingDouble((Session session) -> orZero(age.apply(session))).reversed(),
								Evidence.MAX)
						.stream()
						.map(Evidence::session)
						.toList());
		});
	}

	private AlertReading down(String dataSource, Instant now) {
		DatabaseState state = this.monitor.state(dataSource).orElse(null);
		Boolean reachable = (state != null) ? state.reachable() : null;
		String failure = (state != null) ? state.failure() : null;
		return new AlertReading(Map.of("datasource", dataSource), (reachable == null) ? Double.NaN : reachable ? 0 : 1,
				"The database does not answer" + ((failure != null) ? ": " + failure : ""));
	}

	private AlertReading connections(String dataSource, Instant now) {
		DatabaseSnapshot snapshot = this.monitor.fresh(dataSource).orElse(null);
		int max = (snapshot != null) ? Objects.requireNonNullElse(snapshot.identity().maxSessions(), 0) : 0;
		int sessions = (snapshot != null) ? snapshot.activity().clients().size() : 0;
		return AlertReading.of(dataSource, (max > 0) ? (double) sessions / max : Double.NaN,
				"There are " + sessions + " sessions of " + max + " that the server allows", "sessions",
				() -> this.sessions
					.select(dataSource, Session::isClient,
							Comparator.comparingDouble((Session session) -> orZero(session.transactionSeconds()))
								.reversed(),
							Evidence.MAX)
					.stream()
					.map(Evidence::session)
					.toList());
	}

	private AlertReading blocked(String dataSource, Instant now) {
		double blocked = value(dataSource, DatabaseMeter.SESSIONS_BLOCKED);
		return AlertReading.of(dataSource, blocked,
				Wording.count(blocked, "session waits for a lock of another", "sessions wait for locks of others"),
				"trees", () -> trees(dataSource));
	}

	private List<Map<String, Object>> trees(String dataSource) {
		return this.sessions.locks(Evidence.MAX)
			.trees()
			.getOrDefault(dataSource, List.of())
			.stream()
			.map(Evidence::tree)
			.toList();
	}

	private AlertReading deadlocks(String dataSource, Instant now) {
		double deadlocks = growth(dataSource, Figure.of(DatabaseMeter.DEADLOCKS), now);
		return new AlertReading(Map.of("datasource", dataSource), deadlocks,
				Wording.count(deadlocks, "deadlock", "deadlocks") + " within " + this.window.toSeconds() + " s");
	}

	private AlertReading rollbacks(String dataSource, Instant now) {
		double commits = growth(dataSource, Figure.of(DatabaseMeter.TRANSACTIONS, "commit"), now);
		double rollbacks = growth(dataSource, Figure.of(DatabaseMeter.TRANSACTIONS, "rollback"), now);
		double ratio = ratio(rollbacks, commits + rollbacks, ENOUGH);
		return new AlertReading(Map.of("datasource", dataSource), ratio,
				Wording.percent(ratio) + " of " + Wording.count(commits + rollbacks) + " transactions within "
						+ this.window.toSeconds() + " s were rolled back");
	}

	private AlertReading invalidIndexes(String dataSource, Instant now) {
		double invalid = this.monitor.value(dataSource, Figure.of(PostgresMeter.INDEXES, IndexProblem.INVALID.id()));
		return AlertReading.of(dataSource, invalid,
				Wording.count(invalid, "index is kept up to date but never used, as building it failed",
						"indexes are kept up to date but never used, as building them failed"),
				"indexes",
				() -> storage(dataSource).stream()
					.flatMap((storage) -> storage.indexes().stream())
					.filter((index) -> index.problems().contains(IndexProblem.INVALID.id()))
					.limit(Evidence.MAX)
					.map((index) -> index.schema() + "." + index.name() + " on " + index.table())
					.toList());
	}

	private AlertReading deadRows(String dataSource, Instant now) {
		double tables = this.monitor.value(dataSource, Figure.of(PostgresMeter.TABLES_DEAD));
		return AlertReading.of(dataSource, tables,
				Wording.count(tables, "table has many rows that wait to be removed by vacuum",
						"tables have many rows that wait to be removed by vacuum"),
				"tables",
				() -> storage(dataSource).stream()
					.flatMap((storage) -> storage.tables().stream())
					.filter((table) -> table.problems().contains(TableProblem.DEAD_ROWS.id()))
					.limit(Evidence.MAX)
					.map((table) -> table.schema() + "." + table.name() + ": " + table.deadRows() + " dead rows")
					.toList());
	}

	private List<StorageSample> storage(String dataSource) {
		return this.monitor.freshStorage(dataSource).map((snapshot) -> List.of(snapshot.storage())).orElse(List.of());
	}

	private double value(String dataSource, DatabaseMeter meter) {
		return this.monitor.value(dataSource, Figure.of(meter));
	}

	/** A stale sample holds its counters, which is not the same as no growth. */
	private double growth(String dataSource, Figure figure, Instant now) {
		if (this.monitor.fresh(dataSource).isEmpty()) {
			return Double.NaN;
		}
		return this.growths
			.computeIfAbsent(dataSource + ' ' + figure.meter().name() + figure.tagValues(),
					(key) -> new Growth(this.window))
			.at(now, this.monitor.value(dataSource, figure));
	}

	/** A part of too little says nothing, so nothing is wrong. */
	static double ratio(double part, double all, int enough) {
		return (all < enough) ? 0 : part / all;
	}

	private static double orZero(@Nullable Double seconds) {
		return (seconds != null) ? seconds : 0;
	}

	/**
	 * Reads one data source.
	 */
	@FunctionalInterface
	private interface Reader {

		AlertReading read(String dataSource, Instant now);

	}

}
