package io.dbmonitor.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer in Prometheus's text format.
 */
public final class Scrape {

	private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z][a-z0-9_]*)(\\{.*})? (\\S+)$");

	private final Map<String, Double> samples = new LinkedHashMap<>();

	private Scrape() {
	}

	/** Parse a text. */
	public static Scrape parse(String text) {
		Scrape scrape = new Scrape();
		Matcher matcher = SAMPLE.matcher(text);
		while (matcher.find()) {
			String tags = (matcher.group(2) != null) ? matcher.group(2) : "";
			scrape.samples.put(matcher.group(1) + tags, Double.valueOf(matcher.group(3)));
		}
		return scrape;
	}

	/**
	 * The value of one sample.
	 * @param sample the name with its tags in the order of their names, as in
	 * {@code up{a="b"}}
	 */
	public double value(String sample) {
		Double value = this.samples.get(sample);
		if (value == null) {
			throw new AssertionError("There is no " + sample + " among " + this.samples.keySet());
		}
		return value;
	}

	/** Whether there is a sample. */
	public boolean has(String sample) {
		return this.samples.containsKey(sample);
	}

	/** The values of a tag over all samples of a name. */
	public Set<String> tagValues(String name, String tag) {
		Set<String> values = new TreeSet<>();
		Pattern pattern = Pattern.compile(Pattern.quote(tag) + "=\"([^\"]*)\"");
		this.samples.keySet().stream().filter((sample) -> sample.startsWith(name + "{")).forEach((sample) -> {
			Matcher matcher = pattern.matcher(sample);
			if (matcher.find()) {
				values.add(matcher.group(1));
			}
		});
		return values;
	}

	@Override
	public String toString() {
		return this.samples.toString();
	}

}
