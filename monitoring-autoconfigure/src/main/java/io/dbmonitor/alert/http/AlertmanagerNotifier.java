package io.dbmonitor.alert.http;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.dbmonitor.alert.Alert;
import io.dbmonitor.alert.AlertNotifier;
import io.dbmonitor.alert.AlertSource;
import io.dbmonitor.alert.AlertText;

import org.springframework.util.StringUtils;

/**
 * Posts alerts to an Alertmanager, by version 2 of its API. One that fires is sent again
 * and again, as Alertmanager expects it; it is over there when it resolved, or when
 * nothing comes any more.
 */
public final class AlertmanagerNotifier implements AlertNotifier {

	/** So many times in a row it can fail before Alertmanager takes an alert for over. */
	private static final int PATIENCE = 4;

	private final List<HttpSender> senders;

	private final Supplier<AlertSource> source;

	private final Map<String, String> labels;

	private final Duration resendInterval;

	private final InstantSource clock;

	/**
	 * Make a notifier.
	 * @param uris where Alertmanager is: all the members of a cluster, which agree among
	 * themselves on who is told
	 * @param headers what to send with each request
	 * @param source who tells, asked when there is something to tell
	 * @param labels added to those of each alert
	 * @param resendInterval how often an alert that fires is sent again
	 * @param timeout for a request
	 * @param clock tells the time
	 * @throws IllegalArgumentException if the address, or a header, cannot be used
	 */
	public AlertmanagerNotifier(List<URI> uris, Map<String, String> headers, Supplier<AlertSource> source,
			Map<String, String> labels, Duration resendInterval, Duration timeout, InstantSource clock) {
		this.senders = uris.stream()
			.map((uri) -> new HttpSender(URI.create(uri.toString().replaceAll("/+$", "") + "/api/v2/alerts"), headers,
					timeout))
			.toList();
		this.source = source;
		this.labels = Map.copyOf(labels);
		this.resendInterval = resendInterval;
		this.clock = clock;
	}

	@Override
	public String name() {
		return "alertmanager";
	}

	@Override
	public Duration resendInterval() {
		return this.resendInterval;
	}

	/** To all at once, and until one has it: members of a cluster tell each other. */
	@Override
	public void send(Alert alert) throws IOException, InterruptedException {
		byte[] body = JsonTree.write(List.of(json(alert)));
		HttpSender.await(this.senders.stream().map((sender) -> sender.begin(body, Map.of())).toList());
	}

	private Map<String, Object> json(Alert alert) {
		Map<String, Object> labels = new LinkedHashMap<>(this.source.get().labels());
		labels.putAll(this.labels);
		alert.labels().forEach((name, value) -> labels.put(name.replaceAll("[^a-zA-Z0-9_]", "_"), value));
		labels.put("alertname", alertName(alert.rule()));
		labels.put("severity", alert.severity().id());
		Map<String, Object> annotations = new LinkedHashMap<>();
		annotations.put("summary", alert.summary());
		annotations.put("evidence", String.join("\n", AlertText.evidence(alert)));
		// Alertmanager keeps them without a text
		annotations.values().removeIf(""::equals);
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("labels", labels);
		json.put("annotations", annotations);
		json.put("startsAt", alert.since());
		json.put("endsAt", (alert.resolvedAt() != null) ? alert.resolvedAt()
				: this.clock.instant().plus(this.resendInterval.multipliedBy(PATIENCE)));
		return json;
	}

	/**
	 * As the shipped rules for Prometheus are called.
	 * @param rule such as {@code lock-wait}
	 * @return such as {@code DbmonitorLockWait}
	 */
	static String alertName(String rule) {
		return Stream.of(rule.split("-")).map(StringUtils::capitalize).collect(Collectors.joining("", "Dbmonitor", ""));
	}

}
