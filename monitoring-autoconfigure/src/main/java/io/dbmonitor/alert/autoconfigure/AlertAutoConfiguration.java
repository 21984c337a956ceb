package io.dbmonitor.alert.autoconfigure;

import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import io.dbmonitor.alert.AlertNotifier;
import io.dbmonitor.alert.AlertRule;
import io.dbmonitor.alert.AlertRules;
import io.dbmonitor.alert.AlertWatch;
import io.dbmonitor.alert.Alerts;
import io.dbmonitor.alert.AuditRules;
import io.dbmonitor.alert.DatabaseRules;
import io.dbmonitor.alert.Delivery;
import io.dbmonitor.alert.DeliverySettings;
import io.dbmonitor.alert.MeterReader;
import io.dbmonitor.alert.PoolRules;
import io.dbmonitor.alert.Silence;
import io.dbmonitor.alert.Silences;
import io.dbmonitor.alert.StatementRules;
import io.dbmonitor.alert.endpoint.AlertsSection;
import io.dbmonitor.alert.http.AlertmanagerNotifier;
import io.dbmonitor.alert.http.WebhookNotifier;
import io.dbmonitor.alert.mail.MailNotifier;
import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.autoconfigure.AuditAutoConfiguration;
import io.dbmonitor.audit.jdbc.postgresql.seal.AuditSeals;
import io.dbmonitor.audit.jdbc.postgresql.trigger.AuditTriggers;
import io.dbmonitor.autoconfigure.ConditionalOnFeature;
import io.dbmonitor.autoconfigure.PropertyRule;
import io.dbmonitor.connection.Leases;
import io.dbmonitor.connection.Pools;
import io.dbmonitor.connection.autoconfigure.ConnectionAutoConfiguration;
import io.dbmonitor.database.DatabaseMonitor;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.autoconfigure.QueryAutoConfiguration;
import io.dbmonitor.session.Sessions;
import io.dbmonitor.session.autoconfigure.SessionAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.OnPropertyListCondition;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.mail.javamail.JavaMailSender;

/**
 * Auto-configuration of the alerts.
 */
@AutoConfiguration(
		after = { SessionAutoConfiguration.class, ConnectionAutoConfiguration.class, QueryAutoConfiguration.class,
				AuditAutoConfiguration.class },
		afterName = "org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration")
@ConditionalOnBean(MonitoredDataSources.class)
@ConditionalOnFeature("alert")
@EnableConfigurationProperties(AlertProperties.class)
@ImportRuntimeHints(AlertRuntimeHints.class)
public final class AlertAutoConfiguration {

	private static final int SECTION_ORDER = 50;

	@Bean
	@Lazy
	@ConditionalOnBean({ DatabaseMonitor.class, Sessions.class })
	DatabaseRules dbmonitorDatabaseRules(MonitoredDataSources dataSources, DatabaseMonitor monitor, Sessions sessions,
			AlertProperties properties) {
		return new DatabaseRules(dataSources, monitor, sessions, properties.window(),
				(rule) -> ConfiguredRules.limit(rule, properties));
	}

	@Bean
	@Lazy
	@ConditionalOnBean({ Pools.class, Leases.class })
	PoolRules dbmonitorPoolRules(MonitoredDataSources dataSources, Pools pools, Leases leases) {
		return new PoolRules(dataSources, pools, leases);
	}

	@Bean
	@Lazy
	@ConditionalOnBean(QueryStatistics.class)
	StatementRules dbmonitorStatementRules(MonitoredDataSources dataSources, QueryStatistics statistics,
			AlertProperties properties) {
		return new StatementRules(dataSources, statistics, properties.window());
	}

	@Bean
	@Lazy
	@ConditionalOnBean(AuditRecorder.class)
	AuditRules dbmonitorAuditRules(AuditRecorder recorder, ObjectProvider<AuditTriggers> triggers,
			ObjectProvider<AuditSeals> seals, AlertProperties properties) {
		return new AuditRules(recorder, triggers.getIfAvailable(), seals.getIfAvailable(), properties.window());
	}

	@Bean
	ConfiguredRules dbmonitorConfiguredRules(ObjectProvider<AlertRule> own, ObjectProvider<AlertRules> builtIn,
			AlertProperties properties, ObjectProvider<MeterReader> meters) {
		return new ConfiguredRules(() -> Stream
			.concat(own.orderedStream(), builtIn.orderedStream().flatMap((each) -> each.rules().stream()))
			.toList(), properties, meters::getIfAvailable);
	}

	@Bean
	MeterCheck dbmonitorMeterCheck(ConfiguredRules rules) {
		return new MeterCheck(rules);
	}

	@Bean
	@ConditionalOnMissingBean
	Alerts dbmonitorAlerts(ConfiguredRules rules, AlertProperties properties, Faults faults) {
		List<Silence> silences = properties.silences()
			.stream()
			.map((silence) -> new Silence(silence.rule(), silence.from(),
					(silence.until() != null) ? silence.until() : Instant.MIN, silence.reason(), null))
			.toList();
		InstantSource clock = InstantSource.system();
		return new Alerts(rules::rules, properties.timing(), new Silences(silences, clock), clock, faults);
	}

	@Bean
	@ConditionalOnMissingBean
	AlertWatch dbmonitorAlertWatch(Alerts alerts, AlertProperties properties, ApplicationEventPublisher publisher,
			ObjectProvider<AlertNotifier> notifiers, Faults faults) {
		PropertyRule.needs("dbmonitor.alert.mail.to", properties.mail().to(),
				properties.mail().to().isEmpty()
						|| notifiers.stream().anyMatch((notifier) -> notifier.name().equals("mail")),
				"a JavaMailSender, as 'spring-boot-starter-mail' with 'spring.mail.host' brings it");
		DeliverySettings settings = properties.delivery().settings();
		return new AlertWatch(alerts, properties.timing(), Delivery.events(publisher, settings),
				notifiers.orderedStream().map((notifier) -> Delivery.to(notifier, settings, alerts)).toList(), faults);
	}

	@Bean
	@Lazy
	@Order(SECTION_ORDER)
	AlertsSection dbmonitorAlertsSection(Alerts alerts) {
		return new AlertsSection(alerts, InstantSource.system());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnProperty("dbmonitor.alert.webhook.url")
	WebhookNotifier dbmonitorWebhookNotifier(AlertProperties properties, Environment environment) {
		AlertProperties.Webhook webhook = properties.webhook();
		return withHeaders(AlertProperties.Webhook.HEADERS, webhook.headers(),
				(headers) -> new WebhookNotifier(webhook.uri(), webhook.format(), headers, webhook.secret(),
						SourceName.of(environment, properties.instance()), properties.delivery().timeout()));
	}

	@Bean
	@ConditionalOnMissingBean
	@Conditional(OnAlertmanager.class)
	AlertmanagerNotifier dbmonitorAlertmanagerNotifier(AlertProperties properties, Environment environment) {
		AlertProperties.Alertmanager alertmanager = properties.alertmanager();
		return withHeaders(AlertProperties.Alertmanager.HEADERS, alertmanager.headers(),
				(headers) -> new AlertmanagerNotifier(alertmanager.uris(), headers,
						SourceName.of(environment, properties.instance()), alertmanager.labels(),
						alertmanager.resendInterval(), properties.delivery().timeout(), InstantSource.system()));
	}

	private static <T> T withHeaders(String property, Map<String, String> headers,
			Function<Map<String, String>, T> factory) {
		try {
			return factory.apply(headers);
		}
		catch (IllegalArgumentException ex) {
			// Their values can be secrets, and the message has them
			throw new InvalidConfigurationPropertyValueException(property, headers.keySet(),
					"Write headers that HTTP allows a client to set, with values without line breaks; '"
							+ String.join("', '",
									headers.keySet().stream().filter((name) -> !isHeader(name, headers)).toList())
							+ "' cannot be used.");
		}
	}

	private static boolean isHeader(String name, Map<String, String> headers) {
		try {
			HttpRequest.newBuilder().header(name, headers.getOrDefault(name, ""));
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JavaMailSender.class)
	static class MailConfiguration {

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnBean(JavaMailSender.class)
		@Conditional(OnMail.class)
		MailNotifier dbmonitorMailNotifier(JavaMailSender sender, AlertProperties properties, Environment environment) {
			return new MailNotifier(sender, properties.mail().to(), properties.mail().from(),
					SourceName.application(environment));
		}

	}

	/** Behind those who bind meters then. */
	static final class MeterCheck implements ApplicationListener<ApplicationStartedEvent>, Ordered {

		private final ConfiguredRules rules;

		MeterCheck(ConfiguredRules rules) {
			this.rules = rules;
		}

		@Override
		public void onApplicationEvent(ApplicationStartedEvent event) {
			this.rules.checkMeters();
		}

		@Override
		public int getOrder() {
			return Ordered.LOWEST_PRECEDENCE;
		}

	}

	static class OnAlertmanager extends OnPropertyListCondition {

		OnAlertmanager() {
			super("dbmonitor.alert.alertmanager.urls", () -> ConditionMessage.forCondition("Alertmanager"));
		}

	}

	static class OnMail extends OnPropertyListCondition {

		OnMail() {
			super("dbmonitor.alert.mail.to", () -> ConditionMessage.forCondition("Mail"));
		}

	}

}
