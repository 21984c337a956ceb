package io.dbmonitor.query;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.fault.Faults;

/**
 * The statements of all data sources: hands each data source its
 * {@link StatementRecorder} and answers what was recorded. Safe for use by several
 * threads.
 */
public final class QueryStatistics {

	private final int maxStatements;

	private final int maxLength;

	private final ExecutionObserver.Factory observers;

	private final InstantSource clock;

	private final Faults faults;

	private final Map<String, StatementRegistry> registries = new ConcurrentHashMap<>();

	/**
	 * Make the statistics.
	 * @param maxStatements how many statements to keep for each data source
	 * @param maxLength how many characters of a normalised text to keep
	 * @param observers told of each execution
	 * @param clock the clock for {@code firstSeen} and {@code lastSeen}
	 * @param faults where faults go
	 */
	public QueryStatistics(int maxStatements, int maxLength, ExecutionObserver.Factory observers, InstantSource clock,
			Faults faults) {
		this.maxStatements = maxStatements;
		this.maxLength = maxLength;
		this.observers = observers;
		this.clock = clock;
		this.faults = faults;
	}

	/**
	 * Return the recorder of a data source.
	 * @param dataSource the data source
	 * @return a recorder that goes on counting what others of the same name have begun
	 */
	public StatementRecorder recorder(MonitoredDataSource dataSource) {
		StatementRegistry registry = this.registries.computeIfAbsent(dataSource.name(),
				(name) -> new StatementRegistry(name, this.maxStatements, this.maxLength, this.clock, this.faults));
		return new StatementRecorder(registry, this.observers.observe(dataSource), this.clock, this.faults);
	}

	/**
	 * Return the figures of all statements, of all data sources, in no order;
	 * {@code other} among them where the bound left something out.
	 * @return the figures of now
	 */
	public List<StatementSnapshot> all() {
		return this.registries.values().stream().flatMap(QueryStatistics::snapshots).toList();
	}

	/**
	 * Return the figures of one statement.
	 * @param id its id
	 * @return the figures of now, or empty
	 */
	public Optional<StatementSnapshot> find(String id) {
		return all().stream().filter((statement) -> statement.id().equals(id)).findFirst();
	}

	/**
	 * Sum up the statements of a data source.
	 * @param dataSource its name
	 * @return the sums, or empty where its statements are not recorded
	 */
	public Optional<QuerySummary> summary(String dataSource) {
		return Optional.ofNullable(this.registries.get(dataSource)).map((registry) -> {
			List<StatementSnapshot> statements = snapshots(registry).toList();
			return new QuerySummary(statements.stream().mapToLong(StatementSnapshot::calls).sum(),
					statements.stream().mapToLong(StatementSnapshot::errors).sum(), registry.all().size());
		});
	}

	private static Stream<StatementSnapshot> snapshots(StatementRegistry registry) {
		StatementSnapshot other = registry.other().snapshot();
		Stream<StatementSnapshot> known = registry.all().stream().map(StatementStatistics::snapshot);
		return (other.calls() > 0) ? Stream.concat(known, Stream.of(other)) : known;
	}

}
