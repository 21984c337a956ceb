package io.dbmonitor.query;

import java.lang.StackWalker.StackFrame;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.work.CallSites;
import io.dbmonitor.work.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * The statements of all data sources: hands each data source its
 * {@link StatementRecorder} and answers what was recorded. Safe for use by several
 * threads.
 */
public final class QueryStatistics {

	private final QuerySettings settings;

	private final CallSites callSites;

	private final ExecutionObserver.Factory observers;

	private final ExecutionTracer.Factory tracers;

	private final Supplier<List<ExecutionListener>> listeners;

	private final Supplier<Association.Resolver> associations;

	private final Recordings recordings = new Recordings();

	private final ExpectedFinding expected = new ExpectedFinding();

	private final InstantSource clock;

	private final Faults faults;

	private final Map<String, StatementRegistry> registries = new ConcurrentHashMap<>();

	/**
	 * Make the statistics.
	 * @param settings bounds and thresholds
	 * @param callSites finds who sends a statement
	 * @param observers told of each execution
	 * @param tracers open a span around each execution
	 * @param listeners told of executions that they want to be told of; asked when a data
	 * source is wrapped
	 * @param associations knows what an ORM loads; asked with the first finding
	 * @param clock the clock for {@code firstSeen} and {@code lastSeen}
	 * @param faults where faults go
	 */
	public QueryStatistics(QuerySettings settings, CallSites callSites, ExecutionObserver.Factory observers,
			ExecutionTracer.Factory tracers, Supplier<List<ExecutionListener>> listeners,
			Supplier<Association.Resolver> associations, InstantSource clock, Faults faults) {
		this.settings = settings;
		this.callSites = callSites;
		this.observers = observers;
		this.tracers = tracers;
		this.listeners = listeners;
		this.associations = associations;
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
				(name) -> new StatementRegistry(name, SqlDialect.of(dataSource.driver()), this.settings.maxStatements(),
						this.settings.maxLength(), this.clock, this.faults));
		return new StatementRecorder(registry, this.observers.observe(dataSource), this.tracers.of(dataSource),
				this.listeners.get(), this.recordings, this.callSites, this::association, this.expected, this.settings,
				this.clock, this.faults);
	}

	private @Nullable Association association(Fingerprint statement, List<StackFrame> stack) {
		try {
			return this.associations.get().find(statement, stack);
		}
		catch (Throwable ex) {
			// What is known without the association is still to be kept
			this.faults.report(Feature.QUERY, ex);
			return null;
		}
	}

	/**
	 * Whether there is a data source whose statements are recorded.
	 * @return whether {@link #recorder} was called
	 */
	public boolean hasDataSources() {
		return !this.registries.isEmpty();
	}

	/**
	 * Keep each execution from now on, for tests: costs each of them walks over its
	 * thread's stack.
	 * @return the recording, to be closed
	 */
	public ExecutionRecording record() {
		return this.recordings.start();
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
	 * Find a statement.
	 * @param id its id
	 * @return the statement, or empty where it is not known or was not executed
	 */
	public Optional<StatementStatistics> find(String id) {
		return this.registries.values()
			.stream()
			.flatMap((registry) -> Stream.concat(registry.all().stream(), Stream.of(registry.other())))
			.filter((statement) -> statement.id().equals(id) && statement.wasExecuted())
			.findFirst();
	}

	/**
	 * Return a text of a statement that its database can explain: one that the
	 * application sent, with the constants in it, as long as it is remembered, else the
	 * normalised one.
	 * @param statement the statement
	 * @return the text, empty where there is none or it has no plan
	 */
	public Optional<ExplainableText> explainable(StatementStatistics statement) {
		StatementRegistry registry = this.registries.get(statement.dataSource());
		Fingerprint fingerprint = statement.fingerprint();
		String sent = (registry != null) ? registry.text(statement) : null;
		if (registry == null || (sent == null && fingerprint.truncated())) {
			return Optional.empty();
		}
		return ExplainableText.of((sent != null) ? sent : fingerprint.statement(), fingerprint.operation(),
				registry.dialect());
	}

	/**
	 * Return the statements that were slow.
	 * @param limit how many at most
	 * @return those with the longest execution first
	 */
	public List<StatementStatistics> slow(int limit) {
		return findings().stream()
			.filter((finding) -> finding.kind().equals(FindingKind.SLOW.id()) && finding.maxMillis() != null)
			.sorted(Comparator.comparing(FindingSnapshot::maxMillis, Comparator.nullsFirst(Comparator.naturalOrder()))
				.reversed())
			.limit(limit)
			.flatMap((finding) -> find(finding.id()).stream())
			.toList();
	}

	/**
	 * Keep a finding about a statement that was made elsewhere.
	 * @param kind the kind
	 * @param statement the statement
	 * @param evidence what there is to say
	 */
	public void found(FindingKind kind, StatementStatistics statement, String evidence) {
		StatementRegistry registry = this.registries.get(statement.dataSource());
		if (registry != null) {
			Finding finding = registry.findings().occurred(kind, statement);
			finding.evidence(evidence);
			registry.findings().tell(finding);
		}
	}

	/**
	 * Return the findings of all data sources.
	 * @return the newest first
	 */
	public List<FindingSnapshot> findings() {
		return this.registries.values()
			.stream()
			.flatMap((registry) -> registry.findings().all().stream())
			.sorted(Comparator.comparing(FindingSnapshot::lastSeen).reversed())
			.toList();
	}

	/**
	 * Expect the next read that the current thread sends to be a finding, if it fits: one
	 * of a table and without a limit.
	 * @param kind the kind
	 * @param work the request, job or message that it is sent for, {@code null} outside
	 * of these
	 * @param sender whether a stack is that of who is expected to send it
	 */
	public void expect(FindingKind kind, @Nullable UnitOfWork work, Predicate<List<StackFrame>> sender) {
		this.expected.expect(kind, work, sender);
	}

	/**
	 * Sum up the statements of a data source.
	 * @param dataSource its name
	 * @return the sums, or empty where its statements are not recorded
	 */
	public Optional<QuerySummary> summary(String dataSource) {
		return Optional.ofNullable(this.registries.get(dataSource)).map((registry) -> {
			List<Figures> statements = Stream.concat(registry.all().stream(), Stream.of(registry.other()))
				.map(StatementStatistics::sinceStart)
				.toList();
			List<FindingSnapshot> findings = registry.findings().all();
			return new QuerySummary(statements.stream().mapToLong(Figures::calls).sum(),
					statements.stream().mapToLong(Figures::errors).sum(), registry.all().size(),
					occurrences(findings, FindingKind.SLOW), occurrences(findings, FindingKind.N_PLUS_ONE));
		});
	}

	/**
	 * Add up all executions of a data source.
	 * @param dataSource its name
	 * @return the sums since start, or empty where its statements are not recorded
	 */
	public Optional<QueryTotals> totals(String dataSource) {
		return Optional.ofNullable(this.registries.get(dataSource))
			.map((registry) -> QueryTotals.of(Stream.concat(registry.all().stream(), Stream.of(registry.other()))
				.map(StatementStatistics::sinceStart)
				.toList()));
	}

	private static long occurrences(List<FindingSnapshot> findings, FindingKind kind) {
		return findings.stream()
			.filter((finding) -> finding.kind().equals(kind.id()))
			.mapToLong(FindingSnapshot::occurrences)
			.sum();
	}

	private static Stream<StatementSnapshot> snapshots(StatementRegistry registry) {
		StatementSnapshot other = registry.other().snapshot();
		Stream<StatementSnapshot> known = registry.all().stream().map(StatementStatistics::snapshot);
		return (other.calls() > 0) ? Stream.concat(known, Stream.of(other)) : known;
	}

}
