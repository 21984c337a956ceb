package io.dbmonitor.query.endpoint;

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
			.filter((finding) -> kind == null || finding.kind().equals(kind))
			.limit(request.limit())
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
	record Answer(List<FindingSnapshot> findings) {
	}

}
