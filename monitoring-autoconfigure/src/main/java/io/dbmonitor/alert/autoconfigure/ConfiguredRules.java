package io.dbmonitor.alert.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.dbmonitor.alert.AlertReading;
import io.dbmonitor.alert.AlertRule;
import io.dbmonitor.alert.AlertSettings;
import io.dbmonitor.alert.AlertSeverity;
import io.dbmonitor.alert.BuiltInRule;
import io.dbmonitor.alert.MeterReader;
import io.dbmonitor.alert.NearNames;
import io.dbmonitor.alert.Silence;
import io.dbmonitor.alert.Threshold;
import io.dbmonitor.autoconfigure.PropertyRule;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.function.SingletonSupplier;

/**
 * The rules as properties change them, and those that properties add. What cannot be
 * meant ends the start.
 */
final class ConfiguredRules {

	private static final String PREFIX = "dbmonitor.alert.rules";

	private static final Duration MAX_DURATION = Duration.ofDays(7);

	/** Environment variables know no hyphens. */
	private static final String NAME = "[a-z][a-z0-9-]*";

	/** By their names without hyphens. */
	private final Supplier<Map<String, AlertRule>> known;

	private final Map<String, AlertProperties.Rule> properties = new LinkedHashMap<>();

	private final Map<String, String> keys = new LinkedHashMap<>();

	private final Supplier<@Nullable MeterReader> meters;

	private final Duration window;

	/**
	 * Take rules and properties.
	 * @param known gives the rules that there are; of two with the same name the first
	 * counts; not asked before the first evaluation, unless there are properties to check
	 * @param properties the properties
	 * @param meters reads meters, asked when the application has started; gives
	 * {@code null} where there is no Micrometer
	 */
	ConfiguredRules(Supplier<? extends List<AlertRule>> known, AlertProperties properties,
			Supplier<@Nullable MeterReader> meters) {
		this.known = SingletonSupplier.of(() -> byName(known.get()));
		this.meters = meters;
		this.window = properties.window();
		properties.rules().forEach((key, rule) -> {
			check(key, rule);
			this.properties.put(canonical(key), rule);
			this.keys.put(canonical(key), key);
		});
		for (int i = 0; i < properties.silences().size(); i++) {
			check("dbmonitor.alert.silences[" + i + "]", properties.silences().get(i));
		}
	}

	private static Map<String, AlertRule> byName(List<AlertRule> rules) {
		Map<String, AlertRule> byName = new LinkedHashMap<>();
		rules.forEach((rule) -> byName.putIfAbsent(canonical(rule.name()), rule));
		return byName;
	}

	/** The limit of a rule of the monitor's own. */
	static double limit(BuiltInRule rule, AlertProperties properties) {
		return properties.rules()
			.entrySet()
			.stream()
			.filter((entry) -> canonical(entry.getKey()).equals(canonical(rule.id())))
			.map((entry) -> entry.getValue().threshold())
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(rule.settings().threshold().limit());
	}

	/** The rules that are to be evaluated. */
	List<AlertRule> rules() {
		List<AlertRule> rules = new ArrayList<>();
		this.known.get().forEach((canonical, rule) -> {
			AlertProperties.Rule changes = this.properties.get(canonical);
			if (changes == null || changes.enabled()) {
				rules.add((changes != null) ? AlertRule.of(rule.name(), changed(rule, changes), rule::read) : rule);
			}
		});
		onMeters().filter((entry) -> entry.getValue().enabled())
			.forEach((entry) -> rules.add(onMeter(entry.getKey(), entry.getValue())));
		return List.copyOf(rules);
	}

	/**
	 * Look for the meters that are required. Called when the application has started.
	 */
	void checkMeters() {
		RequiredMeters required = new RequiredMeters(this.meters);
		onMeters().filter((entry) -> entry.getValue().enabled() && entry.getValue().meterRequired())
			.forEach((entry) -> required.check(property(entry.getKey()), entry.getValue()));
	}

	private Stream<Map.Entry<String, AlertProperties.Rule>> onMeters() {
		return this.properties.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().meter() != null)
			.map((entry) -> Map.entry(this.keys.getOrDefault(entry.getKey(), entry.getKey()), entry.getValue()));
	}

	private AlertRule onMeter(String name, AlertProperties.Rule rule) {
		Threshold threshold = (rule.above() != null) ? Threshold.above(rule.above())
				: Threshold.below((rule.below() != null) ? rule.below() : Double.NaN);
		AlertSettings settings = new AlertSettings((rule.severity() != null) ? rule.severity() : AlertSeverity.WARNING,
				threshold, (rule.duration() != null) ? rule.duration() : Duration.ZERO);
		return AlertRule.of(name, settings, new LateReader(rule));
	}

	private static AlertSettings changed(AlertRule rule, AlertProperties.Rule changes) {
		AlertSettings settings = rule.settings();
		return new AlertSettings((changes.severity() != null) ? changes.severity() : settings.severity(),
				(changes.threshold() != null) ? settings.threshold().at(changes.threshold()) : settings.threshold(),
				(changes.duration() != null) ? changes.duration() : settings.duration());
	}

	private void check(String key, AlertProperties.Rule rule) {
		Optional<BuiltInRule> builtIn = Stream.of(BuiltInRule.values())
			.filter((candidate) -> canonical(candidate.id()).equals(canonical(key)))
			.findFirst();
		boolean exists = builtIn.isPresent() || this.known.get().containsKey(canonical(key));
		if (rule.duration() != null) {
			PropertyRule.range(property(key) + ".for", rule.duration(), Duration.ZERO, MAX_DURATION);
		}
		if (rule.meter() != null) {
			checkOnMeter(key, rule, exists);
			return;
		}
		if (!exists) {
			throw new InvalidConfigurationPropertyValueException(property(key), null, noRule(key) + "Write one of "
					+ String.join(", ", names()) + ", or make it a rule on a meter by '" + property(key) + ".meter'.");
		}
		String needsMeter = "a meter: the limit of this rule is its 'threshold'";
		PropertyRule.needs(property(key) + ".above", rule.above(), rule.above() == null, needsMeter);
		PropertyRule.needs(property(key) + ".below", rule.below(), rule.below() == null, needsMeter);
		PropertyRule.needs(property(key) + ".tags", rule.tags(), rule.tags().isEmpty(), needsMeter);
		if (rule.threshold() != null) {
			checkThreshold(key, rule.threshold(), builtIn);
		}
	}

	private static void checkThreshold(String key, double threshold, Optional<BuiltInRule> builtIn) {
		String property = property(key) + ".threshold";
		double max = builtIn.map(BuiltInRule::maxLimit).orElse(Double.MAX_VALUE);
		PropertyRule.needs(property, threshold, max > 0, "no threshold: the rule says yes or no");
		PropertyRule.range(property, threshold, builtIn.isPresent() ? 0 : -Double.MAX_VALUE, max);
	}

	private static void checkOnMeter(String key, AlertProperties.Rule rule, boolean exists) {
		PropertyRule.needs(property(key), null, !exists, "a name of its own: there is a rule '" + key + "' already");
		PropertyRule.needs(property(key), null, key.matches(NAME), "a name in lower case, with hyphens");
		PropertyRule.needs(property(key) + ".threshold", rule.threshold(), rule.threshold() == null,
				"'above' or 'below' in its place");
		PropertyRule.needs(property(key), null, rule.above() != null || rule.below() != null,
				"a limit: 'above' or 'below', as a number");
		PropertyRule.needs(property(key), null, rule.above() == null || rule.below() == null,
				"either 'above' or 'below', not both");
		double limit = (rule.above() != null) ? rule.above() : (rule.below() != null) ? rule.below() : Double.NaN;
		PropertyRule.range(property(key) + ((rule.above() != null) ? ".above" : ".below"), limit, -Double.MAX_VALUE,
				Double.MAX_VALUE);
	}

	private void check(String property, AlertProperties.SilencedRule silence) {
		boolean exists = silence.rule().equals(Silence.ALL) || names().contains(silence.rule())
				|| onMeters().anyMatch((entry) -> entry.getKey().equals(silence.rule()));
		if (!exists) {
			throw new InvalidConfigurationPropertyValueException(property + ".rule", silence.rule(),
					noRule(silence.rule()) + "Write " + Silence.ALL + " or one of " + String.join(", ", names()) + ".");
		}
		Instant until = silence.until();
		PropertyRule.needs(property + ".until", until,
				until != null && (silence.from() == null || silence.from().isBefore(until)),
				"a time behind the silence's beginning, such as 2026-01-31T12:00:00Z");
	}

	private String noRule(String name) {
		return "There is no rule '" + name + "'. "
				+ NearNames.of(name, names(), 1)
					.stream()
					.map((near) -> "Did you mean '" + near + "'? ")
					.collect(Collectors.joining());
	}

	private Set<String> names() {
		Set<String> names = new TreeSet<>();
		Stream.of(BuiltInRule.values()).map(BuiltInRule::id).forEach(names::add);
		this.known.get().values().stream().map(AlertRule::name).forEach(names::add);
		return names;
	}

	private static String property(String key) {
		return ConfigurationPropertyName.isValid(PREFIX + "." + key) ? PREFIX + "." + key : PREFIX + "[" + key + "]";
	}

	private static String canonical(String name) {
		return name.toLowerCase(Locale.ROOT).replace("-", "");
	}

	/** Meters come after the rules. */
	private final class LateReader implements Function<Instant, List<AlertReading>> {

		private final AlertProperties.Rule rule;

		private @Nullable Function<Instant, List<AlertReading>> reader;

		LateReader(AlertProperties.Rule rule) {
			this.rule = rule;
		}

		@Override
		public List<AlertReading> apply(Instant now) {
			MeterReader meters = ConfiguredRules.this.meters.get();
			if (this.reader == null && meters != null) {
				this.reader = meters.reader(String.valueOf(this.rule.meter()), this.rule.tags(),
						ConfiguredRules.this.window);
			}
			return (this.reader != null) ? this.reader.apply(now) : List.of();
		}

	}

}
