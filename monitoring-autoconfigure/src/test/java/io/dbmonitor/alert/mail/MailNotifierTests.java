package io.dbmonitor.alert.mail;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.dbmonitor.alert.Alert;
import io.dbmonitor.alert.AlertNotifier;
import io.dbmonitor.alert.AlertSeverity;
import io.dbmonitor.alert.AlertState;
import io.dbmonitor.alert.Threshold;
import io.dbmonitor.alert.Alerts;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.mail.MailSendException;
import org.springframework.mail.MailSender;
import org.springframework.mail.SimpleMailMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MailNotifierTests {

	private static final Instant SINCE = Instant.parse("2026-01-31T12:00:00Z");

	private static final Alert ALERT = new Alert("lock-wait", Map.of("datasource", "orders"), AlertState.FIRING,
			AlertSeverity.WARNING, Threshold.above(60), SINCE, null, 61,
			"A session has been waiting for a lock for 61 s",
			Map.of("trees", List.of(Map.of("who", "GET /report", "waiting", List.of(Map.of("who", "POST /orders"))))),
			null);

	private final List<SimpleMailMessage> sent = new ArrayList<>();

	@Test
	void mailSaysWhatWhoAndWhere() {
		MailSender sender = new CollectingSender(this.sent);
		new MailNotifier(sender, List.of("a@example.com", "b@example.com"), "shop@example.com", "shop").send(ALERT);
		assertThat(this.sent).singleElement().satisfies((mail) -> {
			assertThat(mail.getTo()).containsExactly("a@example.com", "b@example.com");
			assertThat(mail.getFrom()).isEqualTo("shop@example.com");
			assertThat(mail.getSubject()).isEqualTo("[shop] FIRING warning lock-wait (datasource=orders)");
			assertThat(mail.getText()).isEqualTo("""
					A session has been waiting for a lock for 61 s.

					Threshold: above 60, since 2026-01-31T12:00:00Z

					GET /report
					  waits: POST /orders""");
		});
	}

	@Test
	void mailThatIsNotTakenIsTriedAgain() {
		MailSender sender = new CollectingSender(this.sent) {

			@Override
			public void send(SimpleMailMessage... messages) {
				throw new MailSendException("on purpose");
			}

		};
		assertThatExceptionOfType(MailSendException.class)
			.isThrownBy(() -> new MailNotifier(sender, List.of("a@example.com"), null, "shop").send(ALERT));
	}

	@Test
	void applicationWithASenderTellsByMail() {
		try (ConfigurableApplicationContext context = run("spring.mail.host=localhost",
				"dbmonitor.alert.mail.to=a@example.com")) {
			assertThat(context.getBean(AlertNotifier.class)).isInstanceOf(MailNotifier.class);
		}
	}

	@Test
	void applicationThatIsNotToSendMailsDoesNot() {
		try (ConfigurableApplicationContext context = run("spring.mail.host=localhost")) {
			assertThat(context.getBeanNamesForType(AlertNotifier.class)).isEmpty();
			assertThat(context.getBean(Alerts.class)).isNotNull();
		}
	}

	@Test
	void mailsNeedASender() {
		assertThatException().isThrownBy(() -> run("dbmonitor.alert.mail.to[0]=a@example.com"))
			.havingRootCause()
			.withMessageContaining("dbmonitor.alert.mail.to")
			.withMessageContaining("It needs a JavaMailSender");
	}

	private static ConfigurableApplicationContext run(String... properties) {
		return new SpringApplicationBuilder(Application.class)
			.properties("spring.main.web-application-type=none", "spring.data.jpa.repositories.enabled=false",
					"spring.datasource.url=jdbc:h2:mem:mail", "spring.main.banner-mode=off")
			.properties(properties)
			.run();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = HibernateJpaAutoConfiguration.class)
	static class Application {

	}

	private static class CollectingSender implements MailSender {

		private final List<SimpleMailMessage> sent;

		CollectingSender(List<SimpleMailMessage> sent) {
			this.sent = sent;
		}

		@Override
		public void send(SimpleMailMessage message) {
			send(new SimpleMailMessage[] { message });
		}

		@Override
		public void send(SimpleMailMessage... messages) {
			this.sent.addAll(List.of(messages));
		}

	}

}
