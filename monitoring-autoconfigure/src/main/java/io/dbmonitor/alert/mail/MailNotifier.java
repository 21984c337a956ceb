package io.dbmonitor.alert.mail;

import java.util.ArrayList;
import java.util.List;

import io.dbmonitor.alert.Alert;
import io.dbmonitor.alert.AlertNotifier;
import io.dbmonitor.alert.AlertText;
import org.jspecify.annotations.Nullable;

import org.springframework.mail.MailSender;
import org.springframework.mail.SimpleMailMessage;

/**
 * Sends a mail for each alert. The time-outs are those of the sender, which has none
 * unless they are set.
 */
public final class MailNotifier implements AlertNotifier {

	private final MailSender sender;

	private final List<String> to;

	private final @Nullable String from;

	private final String source;

	/**
	 * Make a notifier.
	 * @param sender sends mails
	 * @param to the addresses to send to
	 * @param from the address to send from, {@code null} for the sender's own
	 * @param source the application that tells
	 */
	public MailNotifier(MailSender sender, List<String> to, @Nullable String from, String source) {
		this.sender = sender;
		this.to = List.copyOf(to);
		this.from = from;
		this.source = source;
	}

	@Override
	public String name() {
		return "mail";
	}

	@Override
	public void send(Alert alert) {
		SimpleMailMessage message = new SimpleMailMessage();
		message.setTo(this.to.toArray(String[]::new));
		if (this.from != null) {
			message.setFrom(this.from);
		}
		message.setSubject("[" + this.source + "] " + AlertText.title(alert));
		List<String> lines = new ArrayList<>();
		lines.add(alert.summary() + ".");
		lines.add("");
		lines.add("Threshold: " + alert.threshold() + ", " + AlertText.time(alert));
		lines.add("");
		lines.addAll(AlertText.evidence(alert));
		message.setText(String.join("\n", lines));
		this.sender.send(message);
	}

}
