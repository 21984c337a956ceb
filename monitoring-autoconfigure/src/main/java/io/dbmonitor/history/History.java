package io.dbmonitor.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import org.jspecify.annotations.Nullable;

/**
 * The figures of all data sources of the last minutes: a ring, so that memory is bounded
 * whatever the uptime. Safe for use by several threads.
 */
public final class History {

	/**
	 * However many names sources come up with, so many figures of a data source are kept.
	 */
	private static final int MAX_FIGURES = 100;

	private final Supplier<List<MonitoredDataSource>> dataSources;

	private final List<HistorySource> sources;

	private final Faults faults;

	private final int points;

	private final Instant[] times;

	private final Map<String, Map<String, Track>> tracks = new LinkedHashMap<>();

	private int next;

	private int count;

	/**
	 * Make a history without any figures.
	 * @param dataSources knows the data sources of now
	 * @param sources what there is to know of each
	 * @param settings how much is kept
	 * @param faults where faults go
	 */
	public History(Supplier<List<MonitoredDataSource>> dataSources, List<HistorySource> sources,
			HistorySettings settings, Faults faults) {
		this.dataSources = dataSources;
		this.sources = List.copyOf(sources);
		this.faults = faults;
		this.points = settings.points();
		this.times = new Instant[this.points];
		Arrays.fill(this.times, Instant.EPOCH);
	}

	/**
	 * Read the figures of now and keep them.
	 * @param now the time
	 */
	void read(Instant now) {
		Map<String, Map<String, Double>> figures = new LinkedHashMap<>();
		for (MonitoredDataSource dataSource : this.dataSources.get()) {
			figures.put(dataSource.name(), figures(dataSource, now));
		}
		keep(now, figures);
	}

	private Map<String, Double> figures(MonitoredDataSource dataSource, Instant now) {
		Map<String, Double> figures = new TreeMap<>();
		for (HistorySource source : this.sources) {
			try {
				figures.putAll(source.read(dataSource, now));
			}
			catch (RuntimeException | LinkageError ex) {
				// The others are worth as much
				this.faults.report(Feature.HISTORY, ex);
			}
		}
		return figures;
	}

	private synchronized void keep(Instant now, Map<String, Map<String, Double>> figures) {
		int place = this.next;
		this.times[place] = now;
		this.tracks.values().forEach((tracks) -> tracks.values().forEach((track) -> track.set(place, Double.NaN)));
		figures.forEach((dataSource, values) -> {
			Map<String, Track> tracks = this.tracks.computeIfAbsent(dataSource, (name) -> new TreeMap<>());
			values.forEach((figure, value) -> keep(tracks, figure, place, value));
		});
		this.next = (place + 1) % this.points;
		this.count = Math.min(this.count + 1, this.points);
		if (this.next == 0) {
			// A name that nobody has told for a whole round makes room
			this.tracks.values().forEach((tracks) -> tracks.values().removeIf(Track::isEmpty));
			this.tracks.values().removeIf(Map::isEmpty);
		}
	}

	private void keep(Map<String, Track> tracks, String figure, int place, double value) {
		Track track = tracks.get(figure);
		if (track == null && tracks.size() >= MAX_FIGURES) {
			this.faults.overflow(Feature.HISTORY);
			return;
		}
		if (track == null) {
			track = new Track(this.points);
			tracks.put(figure, track);
		}
		track.set(place, value);
	}

	/**
	 * Return what was read after a moment.
	 * @param moment the moment
	 * @return a copy
	 */
	public synchronized HistorySnapshot after(Instant moment) {
		int first = Math.floorMod(this.next - this.count, this.points);
		int skipped = 0;
		while (skipped < this.count && !this.times[(first + skipped) % this.points].isAfter(moment)) {
			skipped++;
		}
		int from = (first + skipped) % this.points;
		int count = this.count - skipped;
		List<Instant> times = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			times.add(this.times[(from + i) % this.points]);
		}
		Map<String, Map<String, List<@Nullable Double>>> values = new LinkedHashMap<>();
		this.tracks.forEach((dataSource, tracks) -> {
			Map<String, List<@Nullable Double>> figures = new LinkedHashMap<>();
			tracks.forEach((figure, track) -> figures.put(figure, track.values(from, count)));
			values.put(dataSource, figures);
		});
		return new HistorySnapshot(times, values);
	}

}
