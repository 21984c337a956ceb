package io.dbmonitor.alert.endpoint;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.dbmonitor.alert.Alert;
import io.dbmonitor.alert.AlertState;
import io.dbmonitor.alert.AlertText;
import io.dbmonitor.alert.Alerts;
import io.dbmonitor.alert.Silence;
import io.dbmonitor.endpoint.Extended;
import io.dbmonitor.endpoint.Overview;
import io.dbmonitor.endpoint.Section;
import io.dbmonitor.endpoint.SectionException;
import io.dbmonitor.endpoint.SectionRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The section {@code alerts}: what pends, fires and has lately resolved, and what is
 * silenced.
 */
public final class AlertsSection implements Section {

	private static final Logger logger = LoggerFactory.getLogger("dbmonitor.alerts");

	private static final int MAX_LENGTH = 200;

	private final Alerts alerts;

	private final InstantSource clock;

	/**
	 * Make the section.
	 * @param alerts the alerts
	 * @param clock tells which silences would be over already
	 */
	public AlertsSection(Alerts alerts, InstantSource clock) {
		this.alerts = alerts;
		this.clock = clock;
	}

	@Override
	public String name() {
		return "alerts";
	}

	@Override
	public void contribute(Overview overview) {
		List<Alert> open = this.alerts.open();
		long firing = open.stream().filter((alert) -> alert.state() == AlertState.FIRING).count();
		overview.put("alerts", new Counts(firing, open.size() - firing));
	}

	@Override
	public Object answer(SectionRequest request) {
		if (!request.path().isEmpty()) {
			throw SectionException.notFound("There is nothing below 'alerts'.");
		}
		return new Answer(this.alerts.open().stream().limit(request.limit()).map(AlertsSection::view).toList(),
				this.alerts.resolved().stream().limit(request.limit()).map(AlertsSection::view).toList(),
				this.alerts.silences().open().stream().map(this::view).toList());
	}

	/** Silence a rule, in place of what silenced it before by request. */
	@Override
	public Object act(SectionRequest request) {
		if (!request.path().isEmpty()) {
			throw SectionException.notFound("There is nothing to post to below 'alerts'.");
		}
		String rule = rule(request.parameter("silence").orElse(""));
		Instant until = request.instant("until")
			.orElseThrow(() -> SectionException
				.badRequest("The parameter 'until' says when the silence ends, such as 2026-01-31T12:00:00Z."));
		if (!until.isAfter(this.clock.instant())) {
			throw SectionException.badRequest("The parameter 'until' takes a moment to come, not '" + until + "'.");
		}
		String reason = request.parameter("reason").map(AlertsSection::oneLine).orElse(null);
		Silence silence = new Silence(rule, this.clock.instant().truncatedTo(ChronoUnit.MILLIS), until, reason,
				request.actor());
		Silence replaced = this.alerts.silences().add(silence).orElse(null);
		logger.warn("Rule '{}' is silenced until {} by {}{}{}", rule, until, actor(request.actor()),
				(replaced != null) ? ", in place of until " + replaced.until() + " by " + actor(replaced.actor()) : "",
				(reason != null) ? ": " + reason : "");
		return new Extended(view(silence), (replaced != null) ? Map.of("replaced", view(replaced)) : Map.of());
	}

	/** End a silence that was asked for. */
	@Override
	public Object change(SectionRequest request) {
		if (request.path().size() != 1) {
			throw SectionException
				.notFound("What can be deleted in 'alerts' is the silence of a rule: 'alerts/<rule>'.");
		}
		String rule = request.path().get(0);
		Silence silence = this.alerts.silences()
			.end(rule)
			.orElseThrow(() -> SectionException
				.notFound("Nobody has silenced the rule '" + rule + "'; what properties silence stays."));
		logger.warn("The silence of rule '{}' is ended by {}", silence.rule(), actor(request.actor()));
		return view(silence);
	}

	private String rule(String name) {
		List<String> names = new ArrayList<>(this.alerts.ruleNames());
		names.add(Silence.ALL);
		if (!names.contains(name)) {
			throw SectionException.badRequest(
					"The parameter 'silence' takes one of " + String.join(", ", names) + ", not '" + name + "'.");
		}
		return name;
	}

	private static String actor(@Nullable String actor) {
		return (actor != null) ? oneLine(actor) : "an unknown user";
	}

	/** Who asks can write anything, a line of a log too. */
	private static String oneLine(String text) {
		return AlertText.oneLine(text, MAX_LENGTH);
	}

	private static View view(Alert alert) {
		return new View(alert.rule(), alert.labels(), alert.state().name(), alert.severity().id(), alert.since(),
				alert.resolvedAt(), alert.value(), alert.threshold().toString(), alert.summary(), alert.evidence(),
				(alert.silence() != null) ? alert.silence().until() : null);
	}

	private SilenceView view(Silence silence) {
		return new SilenceView(silence.rule(), silence.from(), silence.until(), silence.reason(), silence.actor(),
				this.alerts.silences().isConfigured(silence));
	}

	/**
	 * The share of the overview.
	 *
	 * @param firing how many alerts fire
	 * @param pending how many would, if it lasts
	 */
	record Counts(long firing, long pending) {
	}

	/**
	 * The answer.
	 *
	 * @param alerts what fires and pends, the worst first
	 * @param recent what has resolved, the newest first
	 * @param silences what is not told to anybody, or will not be
	 */
	record Answer(List<View> alerts, List<View> recent, List<SilenceView> silences) {
	}

	/**
	 * An alert.
	 *
	 * @param rule the rule
	 * @param labels tell it from the rule's others
	 * @param state {@code PENDING}, {@code FIRING} or {@code RESOLVED}
	 * @param severity {@code info}, {@code warning} or {@code critical}
	 * @param since since when the value is, or was, beyond the threshold
	 * @param resolvedAt when it resolved
	 * @param value the last value beyond the threshold
	 * @param threshold the threshold
	 * @param summary how things were then
	 * @param evidence who and where it was then
	 * @param silencedUntil until when nobody is told
	 */
	record View(String rule, Map<String, String> labels, String state, String severity, Instant since,
			@Nullable Instant resolvedAt, double value, String threshold, String summary, Map<String, Object> evidence,
			@Nullable Instant silencedUntil) {
	}

	/**
	 * A silence.
	 *
	 * @param rule the rule, {@code all} for all
	 * @param from when it begins
	 * @param until when it ends
	 * @param reason why
	 * @param actor who asked for it
	 * @param configured whether it is one of the application's properties, which the
	 * endpoint cannot end
	 */
	record SilenceView(String rule, @Nullable Instant from, Instant until, @Nullable String reason,
			@Nullable String actor, boolean configured) {
	}

}
