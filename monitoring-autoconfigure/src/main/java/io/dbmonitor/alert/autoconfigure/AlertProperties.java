package io.dbmonitor.alert.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.dbmonitor.alert.AlertSeverity;
import io.dbmonitor.alert.AlertTiming;
import io.dbmonitor.alert.DeliverySettings;
import io.dbmonitor.alert.Silence;
import io.dbmonitor.alert.http.WebhookFormat;
import io.dbmonitor.autoconfigure.PropertyRule;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * Alerts.
 *
 * @param enabled Whether rules are evaluated.
 * @param interval Pause between two evaluations.
 * @param window How far back counters are compared.
 * @param resolveAfter How long values have to be good until an alert that fires is over.
 * @param history How many resolved alerts are kept.
 * @param instance What tells this application's process from others of its kind, where
 * somebody is told. By default the variable HOSTNAME, else the machine's name.
 * @param rules Changes of the rules by their names, and rules on meters: "enabled",
 * "threshold", "for", "severity"; of a rule on a meter "meter", "tags", "above" or
 * "below", "for", "severity", "meter-required".
 * @param silences Times in which alerts are not told: each with "rule" (all by default),
 * "from", "until" and "reason".
 * @param healthStatus Status of the health contributor while an alert of a severity
 * fires, such as "OUT_OF_SERVICE" for "critical": UP, DOWN, OUT_OF_SERVICE, UNKNOWN or
 * one of management.endpoint.health.status.order. By default it is up whatever fires.
 * @param delivery How hard to try to tell somebody.
 * @param webhook An address that each alert is posted to.
 * @param alertmanager An Alertmanager.
 * @param mail Mails, where the application has a JavaMailSender.
 */
@ConfigurationProperties(prefix = "dbmonitor.alert", ignoreUnknownFields = false)
public record AlertProperties(@DefaultValue("true") boolean enabled, @DefaultValue("5s") Duration interval,
		@DefaultValue("5m") Duration window, @DefaultValue("30s") Duration resolveAfter,
		@DefaultValue("100") int history, @Nullable String instance, @DefaultValue Map<String, Rule> rules,
		@DefaultValue List<SilencedRule> silences, @DefaultValue Map<AlertSeverity, String> healthStatus,
		@DefaultValue Delivery delivery, @DefaultValue Webhook webhook, @DefaultValue Alertmanager alertmanager,
		@DefaultValue Mail mail) {

	public AlertProperties {
		PropertyRule.range("dbmonitor.alert.interval", interval, Duration.ofMillis(100), Duration.ofMinutes(10));
		PropertyRule.range("dbmonitor.alert.window", window, Duration.ofSeconds(1), Duration.ofHours(1));
		PropertyRule.range("dbmonitor.alert.resolve-after", resolveAfter, Duration.ZERO, Duration.ofDays(1));
		PropertyRule.range("dbmonitor.alert.history", history, 0, 10_000);
	}

	/**
	 * Spring asks each bean for it at the start. That of a record would be linked then,
	 * with those of all its parts.
	 */
	@Override
	public int hashCode() {
		return this.interval.hashCode();
	}

	AlertTiming timing() {
		return new AlertTiming(this.interval, this.resolveAfter, this.history);
	}

	/**
	 * A rule: changes of one that there is, or one on a meter.
	 *
	 * @param enabled Whether it is evaluated.
	 * @param threshold Limit of its values.
	 * @param duration For how long a value has to be beyond it.
	 * @param severity How bad that is.
	 * @param meter Name of the meter that a rule by property reads.
	 * @param tags Tags that the meter has.
	 * @param above Limit of the meter's values, where those above are bad.
	 * @param below Limit of the meter's values, where those below are bad.
	 * @param meterRequired Whether the meter has to be there when the application has
	 * started; false for one that comes with its first use.
	 */
	public record Rule(@DefaultValue("true") boolean enabled, @Nullable Double threshold,
			@Name("for") @Nullable Duration duration, @Nullable AlertSeverity severity, @Nullable String meter,
			@DefaultValue Map<String, String> tags, @Nullable Double above, @Nullable Double below,
			@DefaultValue("true") boolean meterRequired) {
	}

	/**
	 * A time in which a rule's alerts are not told.
	 *
	 * @param rule Name of the rule, "all" for all.
	 * @param from When it begins.
	 * @param until When it ends.
	 * @param reason Why.
	 */
	public record SilencedRule(@DefaultValue(Silence.ALL) String rule, @Nullable Instant from, @Nullable Instant until,
			@Nullable String reason) {
	}

	/**
	 * How hard to try to tell somebody.
	 *
	 * @param attempts How often one alert is tried at most.
	 * @param backoff Pause before the second attempt, doubled before each further one.
	 * @param timeout How long to wait for an answer.
	 * @param queue How many alerts can wait for one way to tell them; beyond them the
	 * oldest are dropped.
	 */
	public record Delivery(@DefaultValue("4") int attempts, @DefaultValue("1s") Duration backoff,
			@DefaultValue("5s") Duration timeout, @DefaultValue("100") int queue) {

		public Delivery {
			PropertyRule.range("dbmonitor.alert.delivery.attempts", attempts, 1, 20);
			PropertyRule.range("dbmonitor.alert.delivery.backoff", backoff, Duration.ofMillis(10),
					Duration.ofMinutes(1));
			PropertyRule.range("dbmonitor.alert.delivery.timeout", timeout, Duration.ofMillis(100),
					Duration.ofMinutes(1));
			PropertyRule.range("dbmonitor.alert.delivery.queue", queue, 1, 10_000);
		}

		DeliverySettings settings() {
			return new DeliverySettings(this.attempts, this.backoff, this.queue);
		}

	}

	/**
	 * An address that each alert is posted to.
	 *
	 * @param url The address. Without it there is none.
	 * @param format What is posted: all of it as JSON, or a text as Slack takes it.
	 * @param headers Headers to send with each request, by their names.
	 * @param secret Key by which the body is signed (HMAC-SHA256, in the header
	 * "X-Dbmonitor-Signature").
	 */
	public record Webhook(@Nullable String url, @DefaultValue("json") WebhookFormat format,
			@DefaultValue Map<String, String> headers, @Nullable String secret) {

		static final String HEADERS = "dbmonitor.alert.webhook.headers";

		public Webhook {
			if (url != null) {
				uri(url);
			}
		}

		URI uri() {
			return uri(String.valueOf(this.url));
		}

		private static URI uri(String url) {
			return PropertyRule.url("dbmonitor.alert.webhook.url", url, HEADERS);
		}

	}

	/**
	 * An Alertmanager.
	 *
	 * @param urls Its address, such as "http://alertmanager:9093"; of a cluster those of
	 * all members.
	 * @param headers Headers to send with each request, by their names.
	 * @param labels Labels to add to each alert.
	 * @param resendInterval How often an alert that fires is sent again.
	 */
	public record Alertmanager(@DefaultValue List<String> urls, @DefaultValue Map<String, String> headers,
			@DefaultValue Map<String, String> labels, @DefaultValue("1m") Duration resendInterval) {

		static final String HEADERS = "dbmonitor.alert.alertmanager.headers";

		public Alertmanager {
			uris(urls);
			labels.keySet()
				.forEach((label) -> PropertyRule.needs("dbmonitor.alert.alertmanager.labels." + label, label,
						label.matches("[a-zA-Z_][a-zA-Z0-9_]*"), "letters, digits and underscores in its name"));
			PropertyRule.range("dbmonitor.alert.alertmanager.resend-interval", resendInterval, Duration.ofSeconds(1),
					Duration.ofMinutes(10));
		}

		List<URI> uris() {
			return uris(this.urls);
		}

		private static List<URI> uris(List<String> urls) {
			return urls.stream()
				.map((url) -> PropertyRule.url("dbmonitor.alert.alertmanager.urls", url, HEADERS))
				.toList();
		}

	}

	/**
	 * Mails.
	 *
	 * @param to Addresses to send to. Without one no mail is sent.
	 * @param from Address to send from. By default the sender's own.
	 */
	public record Mail(@DefaultValue List<String> to, @Nullable String from) {
	}

}
