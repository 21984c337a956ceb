package io.dbmonitor.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;

class HistoryTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private final Faults faults = new Faults();

	private final Map<String, Double> figures = new HashMap<>();

	private final HistorySource source = (dataSource, now) -> Map.copyOf(this.figures);

	private final MonitoredDataSource dataSource = new MonitoredDataSource("shop", new SimpleDriverDataSource());

	private final History history = history(this.source);

	private History history(HistorySource... sources) {
		return new History(() -> List.of(this.dataSource), List.of(sources),
				new HistorySettings(Duration.ofSeconds(5), Duration.ofSeconds(20)), this.faults);
	}

	private void read(History history, int second, double value) {
		this.figures.put("figure", value);
		history.read(START.plusSeconds(second));
	}

	@Test
	void nothingIsKnownBeforeTheFirstTime() {
		assertThat(this.history.after(Instant.MIN).times()).isEmpty();
		assertThat(this.history.after(Instant.MIN).dataSources()).isEmpty();
	}

	@Test
	void theOldestMakesRoomForTheNewest() {
		IntStream.range(0, 6).forEach((second) -> read(this.history, second, second));
		HistorySnapshot snapshot = this.history.after(Instant.MIN);
		assertThat(snapshot.times()).containsExactly(START.plusSeconds(2), START.plusSeconds(3), START.plusSeconds(4),
				START.plusSeconds(5));
		assertThat(snapshot.dataSources())
			.containsExactly(Map.entry("shop", Map.of("figure", List.of(2.0, 3.0, 4.0, 5.0))));
	}

	@Test
	void whatWasSeenIsNotToldAgain() {
		IntStream.range(0, 6).forEach((second) -> read(this.history, second, second));
		HistorySnapshot snapshot = this.history.after(START.plusSeconds(3));
		assertThat(snapshot.times()).containsExactly(START.plusSeconds(4), START.plusSeconds(5));
		assertThat(snapshot.dataSources().get("shop")).containsEntry("figure", List.of(4.0, 5.0));
		assertThat(this.history.after(START.plusSeconds(5)).times()).isEmpty();
	}

	@Test
	void whatIsNotKnownIsNoZero() {
		read(this.history, 0, 1);
		read(this.history, 1, Double.NaN);
		this.figures.clear();
		this.history.read(START.plusSeconds(2));
		assertThat(this.history.after(Instant.MIN).dataSources().get("shop")).containsEntry("figure",
				Arrays.asList(1.0, null, null));
	}

	@Test
	void figureThatNobodyTellsAnyMoreIsForgotten() {
		read(this.history, 0, 1);
		this.figures.clear();
		IntStream.range(1, 9).forEach((second) -> this.history.read(START.plusSeconds(second)));
		assertThat(this.history.after(Instant.MIN).dataSources().get("shop")).isEmpty();
		assertThat(this.history.after(Instant.MIN).times()).hasSize(4);
	}

	@Test
	void sourceThatFailsStopsNoOther() {
		History history = history((dataSource, now) -> {
			throw new IllegalStateException("on purpose");
		}, this.source);
		read(history, 0, 1);
		assertThat(history.after(Instant.MIN).dataSources().get("shop")).containsEntry("figure", List.of(1.0));
		assertThat(this.faults.faults(Feature.HISTORY)).isEqualTo(1);
	}

	@Test
	void howeverManyNamesThereAreABoundHolds() {
		IntStream.range(0, 150).forEach((i) -> this.figures.put("figure" + i, 1.0));
		this.history.read(START);
		assertThat(this.history.after(Instant.MIN).dataSources().get("shop")).hasSize(100);
		assertThat(this.faults.overflows(Feature.HISTORY)).isEqualTo(50);
	}

}
