package io.dbmonitor.query.endpoint;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.dbmonitor.endpoint.Section;
import io.dbmonitor.endpoint.SectionException;
import io.dbmonitor.endpoint.SectionRequest;
import io.dbmonitor.query.FindingKind;
import io.dbmonitor.query.FindingSnapshot;
import io.dbmonitor.query.QueryStatistics;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code findings}: what is wrong with statements, the newest first.
 */
public final class FindingsSection implements Section {

	private final QueryStatistics statistics;

	public FindingsSection(QueryStatistics statistics) {
		this.statistics = statistics;
	}

	@Override
	public String name() {
		return "findings";
	}

	@Override
	public Object answer(SectionRequest request) {
		if (!request.path().isEmpty()) {
			throw SectionException.notFound("There is nothing below 'findings'.");
		}
		String kind = request.parameter("kind").orElse(null);
		check(kind);
		return new Answer(this.statistics.findings()
			.stream()
			.filter((finding) -> kind == null || finding.kind().id().equals(kind))
			.limit(request.limit())
			.map(View::of)
			.toList());
	}

	private static void check(@Nullable String kind) {
		List<String> kinds = Arrays.stream(FindingKind.values()).map(FindingKind::id).toList();
		if (kind != null && !kinds.contains(kind)) {
			throw SectionException.badRequest("The parameter 'kind' takes one of "
					+ kinds.stream().collect(Collectors.joining(", ")) + ", not '" + kind + "'.");
		}
	}

	/**
	 * The answer.
	 *
	 * @param findings the findings
	 */
	record Answer(List<View> findings) {
	}

	/**
	 * A finding as the section shows it.
	 *
	 * @param kind what is wrong
	 * @param statement the statement's normalised text
	 * @param id the statement's id
	 * @param dataSource the data source's name
	 * @param route the unit of work in which it happened last
	 * @param caller the application's line
	 * @param occurrences how often it happened
	 * @param maxRepetitions how often the statement ran at most in one unit of work
	 * @param maxMillis how long it took at most, in milliseconds
	 * @param lastSeen when it happened last
	 * @param advice what to do about it
	 */
	record View(String kind, String statement, String id, String dataSource, @Nullable String route,
			@Nullable String caller, long occurrences, @Nullable Long maxRepetitions, @Nullable Double maxMillis,
			Instant lastSeen, String advice) {

		static View of(FindingSnapshot finding) {
			return new View(finding.kind().id(), finding.statement(), finding.id(), finding.dataSource(),
					finding.route(), finding.caller(), finding.occurrences(), finding.maxRepetitions(),
					finding.maxMillis(), finding.lastSeen(), finding.advice());
		}

	}

}
