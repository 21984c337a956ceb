package io.dbmonitor.database.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import io.dbmonitor.database.DatabaseMonitor;
import io.dbmonitor.database.IndexHealth;
import io.dbmonitor.database.IndexProblem;
import io.dbmonitor.database.StorageSnapshot;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.endpoint.Section;
import io.dbmonitor.endpoint.SectionException;
import io.dbmonitor.endpoint.SectionRequest;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code indexes}: those that stand out, the largest first.
 */
public final class IndexesSection implements Section {

	private final MonitoredDataSources dataSources;

	private final DatabaseMonitor monitor;

	public IndexesSection(MonitoredDataSources dataSources, DatabaseMonitor monitor) {
		this.dataSources = dataSources;
		this.monitor = monitor;
	}

	@Override
	public String name() {
		return "indexes";
	}

	@Override
	public Object answer(SectionRequest request) {
		if (!request.path().isEmpty()) {
			throw SectionException.notFound("There is nothing below 'indexes'.");
		}
		String problem = request.choice("kind", IndexProblem.class).map(IndexProblem::id).orElse(null);
		String contains = request.parameter("contains").orElse("").toLowerCase(Locale.ROOT);
		int limit = request.limit();
		return new Answer(this.dataSources.all()
			.stream()
			.flatMap((dataSource) -> this.monitor.freshStorage(dataSource.name())
				.map((snapshot) -> indexes(dataSource.name(), snapshot, contains, problem, limit))
				.stream())
			.toList());
	}

	private static Indexes indexes(String dataSource, StorageSnapshot snapshot, String contains,
			@Nullable String problem, int limit) {
		return new Indexes(dataSource, snapshot.sampledAt(), snapshot.storage().statisticsSince(),
				snapshot.storage()
					.indexes()
					.stream()
					.filter((index) -> index.name().toLowerCase(Locale.ROOT).contains(contains))
					.filter((index) -> problem == null || index.problems().contains(problem))
					.limit(limit)
					.toList());
	}

	/**
	 * The answer.
	 *
	 * @param dataSources the databases that were looked at
	 */
	record Answer(List<Indexes> dataSources) {
	}

	/**
	 * The indexes of one database.
	 *
	 * @param name the data source's name
	 * @param sampledAt when they were looked at
	 * @param statisticsSince since when uses are counted; left out for all the time
	 * @param indexes the indexes
	 */
	record Indexes(String name, Instant sampledAt, @Nullable Instant statisticsSince, List<IndexHealth> indexes) {
	}

}
