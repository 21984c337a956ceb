package io.dbmonitor.database.endpoint;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

import io.dbmonitor.database.DatabaseMonitor;
import io.dbmonitor.database.Figures;
import io.dbmonitor.database.StorageSnapshot;
import io.dbmonitor.database.TableHealth;
import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.endpoint.Overview;
import io.dbmonitor.endpoint.Section;
import io.dbmonitor.endpoint.SectionException;
import io.dbmonitor.endpoint.SectionRequest;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code tables}: those that stand out. Says in the overview what of each
 * database cannot be read.
 */
public final class TablesSection implements Section {

	private final MonitoredDataSources dataSources;

	private final DatabaseMonitor monitor;

	public TablesSection(MonitoredDataSources dataSources, DatabaseMonitor monitor) {
		this.dataSources = dataSources;
		this.monitor = monitor;
	}

	@Override
	public String name() {
		return "tables";
	}

	@Override
	public void contribute(Overview overview) {
		for (MonitoredDataSource dataSource : this.dataSources.all()) {
			List<Figures.Unread> unread = unread(dataSource.name());
			overview.dataSource(dataSource.name(), "unread", unread.isEmpty() ? null : unread);
		}
	}

	private List<Figures.Unread> unread(String dataSource) {
		return Stream
			.concat(this.monitor.fresh(dataSource).stream().map((sample) -> sample.activity().figures()),
					this.monitor.freshStorage(dataSource).stream().map((sample) -> sample.storage().figures()))
			.flatMap((figures) -> figures.unread().stream())
			.toList();
	}

	@Override
	public Object answer(SectionRequest request) {
		if (!request.path().isEmpty()) {
			throw SectionException.notFound("There is nothing below 'tables'.");
		}
		Sort sort = request.choice("sort", Sort.class, Sort.SIZE);
		String contains = request.parameter("contains").orElse("").toLowerCase(Locale.ROOT);
		int limit = request.limit();
		return new Answer(this.dataSources.all()
			.stream()
			.flatMap((dataSource) -> this.monitor.freshStorage(dataSource.name())
				.map((snapshot) -> tables(dataSource.name(), snapshot, contains, sort, limit))
				.stream())
			.toList());
	}

	private static Tables tables(String dataSource, StorageSnapshot snapshot, String contains, Sort sort, int limit) {
		return new Tables(dataSource, snapshot.sampledAt(), snapshot.storage().statisticsSince(),
				snapshot.storage()
					.tables()
					.stream()
					.filter((table) -> table.name().toLowerCase(Locale.ROOT).contains(contains))
					.sorted(Comparator.comparingLong(sort.figure).reversed())
					.limit(limit)
					.toList());
	}

	/**
	 * The answer.
	 *
	 * @param dataSources the databases that were looked at
	 */
	record Answer(List<Tables> dataSources) {
	}

	/**
	 * The tables of one database.
	 *
	 * @param name the data source's name
	 * @param sampledAt when they were looked at
	 * @param statisticsSince since when uses are counted; left out for all the time
	 * @param tables the tables
	 */
	record Tables(String name, Instant sampledAt, @Nullable Instant statisticsSince, List<TableHealth> tables) {
	}

	/**
	 * What to sort by, the highest first.
	 */
	enum Sort {

		SIZE((table) -> table.bytes() + table.indexBytes()),

		DEAD((table) -> orZero(table.deadRows())),

		SCANS((table) -> orZero(table.sequentialRows()));

		private final ToLongFunction<TableHealth> figure;

		Sort(ToLongFunction<TableHealth> figure) {
			this.figure = figure;
		}

		/** What is not known comes last. */
		private static long orZero(@Nullable Long figure) {
			return (figure != null) ? figure : 0;
		}

	}

}
