package io.dbmonitor.history.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.dbmonitor.endpoint.Section;
import io.dbmonitor.endpoint.SectionException;
import io.dbmonitor.endpoint.SectionRequest;
import io.dbmonitor.history.History;
import io.dbmonitor.history.HistorySnapshot;
import org.jspecify.annotations.Nullable;

/**
 * What figures were lately, as charts draw them.
 */
public final class HistorySection implements Section {

	private static final int MAX_MINUTES = 24 * 60;

	private final History history;

	private final InstantSource clock;

	/**
	 * Make the section.
	 * @param history what is kept
	 * @param clock the time
	 */
	public HistorySection(History history, InstantSource clock) {
		this.history = history;
		this.clock = clock;
	}

	@Override
	public String name() {
		return "history";
	}

	@Override
	public Object answer(SectionRequest request) {
		if (!request.path().isEmpty()) {
			throw SectionException.notFound("There is nothing below 'history'.");
		}
		Instant since = request.instant("since").orElse(Instant.MIN);
		Instant earliest = this.clock.instant()
			.minus(Duration.ofMinutes(request.number("minutes", 1, MAX_MINUTES, MAX_MINUTES)));
		HistorySnapshot snapshot = this.history.after(since.isAfter(earliest) ? since : earliest);
		List<Answer.Series> dataSources = new ArrayList<>();
		snapshot.dataSources().forEach((name, series) -> dataSources.add(new Answer.Series(name, series)));
		return new Answer(snapshot.times(), dataSources);
	}

	/**
	 * The answer.
	 *
	 * @param times when figures were read, the oldest first
	 * @param dataSources their values
	 */
	record Answer(List<Instant> times, List<Series> dataSources) {

		/**
		 * The values of a data source.
		 *
		 * @param name its name
		 * @param series by figure a value for each of the times, {@code null} where it
		 * was not known
		 */
		record Series(String name, Map<String, List<@Nullable Double>> series) {
		}

	}

}
