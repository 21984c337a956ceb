package io.dbmonitor.alert.http;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.dbmonitor.alert.Alert;
import io.dbmonitor.alert.AlertNotifier;
import io.dbmonitor.alert.AlertSource;
import io.dbmonitor.alert.AlertText;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Posts each alert to an address.
 */
public final class WebhookNotifier implements AlertNotifier {

	/** The header with the signature of the body. */
	static final String SIGNATURE = "X-Dbmonitor-Signature";

	private static final String ALGORITHM = "HmacSHA256";

	private final HttpSender sender;

	private final WebhookFormat format;

	private final @Nullable String secret;

	private final Supplier<AlertSource> source;

	/**
	 * Make a notifier.
	 * @param uri the address
	 * @param format what it gets
	 * @param headers what to send with each request
	 * @param secret signs the body; {@code null} for no signature
	 * @param source who tells, asked when there is something to tell
	 * @param timeout for a request
	 * @throws IllegalArgumentException if the address, or a header, cannot be used
	 */
	public WebhookNotifier(URI uri, WebhookFormat format, Map<String, String> headers, @Nullable String secret,
			Supplier<AlertSource> source, Duration timeout) {
		this.sender = new HttpSender(uri, headers, timeout);
		this.format = format;
		this.secret = secret;
		this.source = source;
	}

	@Override
	public String name() {
		return "webhook";
	}

	@Override
	public void send(Alert alert) throws IOException, InterruptedException {
		byte[] body = JsonTree.write((this.format == WebhookFormat.SLACK) ? slack(alert) : json(alert));
		this.sender.post(body,
				(this.secret != null) ? Map.of(SIGNATURE, "sha256=" + sign(body, this.secret)) : Map.of());
	}

	private Map<String, Object> json(Alert alert) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("source", this.source.get().labels());
		json.put("rule", alert.rule());
		json.put("labels", alert.labels());
		json.put("state", alert.state());
		json.put("severity", alert.severity().id());
		json.put("since", alert.since());
		if (alert.resolvedAt() != null) {
			json.put("resolvedAt", alert.resolvedAt());
		}
		json.put("value", alert.value());
		json.put("threshold", alert.threshold());
		json.put("summary", alert.summary());
		json.put("evidence", alert.evidence());
		return json;
	}

	private Map<String, Object> slack(Alert alert) {
		List<String> lines = new ArrayList<>();
		lines.add("*" + escape(AlertText.title(alert)) + "*");
		lines.add(escape(
				alert.summary() + ", " + alert.threshold() + ", " + AlertText.time(alert) + ", " + this.source.get()));
		AlertText.evidence(alert).forEach((line) -> lines.add("> " + escape(line)));
		return Map.of("text", String.join("\n", lines));
	}

	/** The three characters that are not text there. */
	private static String escape(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}

	private static String sign(byte[] body, String secret) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
			return HexFormat.of().formatHex(mac.doFinal(body));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has " + ALGORITHM, ex);
		}
	}

}
