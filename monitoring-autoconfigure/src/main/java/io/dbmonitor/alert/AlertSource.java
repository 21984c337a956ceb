package io.dbmonitor.alert;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who tells of alerts.
 *
 * @param application the application's name
 * @param instance tells it from others that run the same application
 */
public record AlertSource(String application, String instance) {

	/**
	 * Return both as labels.
	 * @return {@code application} and {@code instance}
	 */
	public Map<String, String> labels() {
		Map<String, String> labels = new LinkedHashMap<>();
		labels.put("application", this.application);
		labels.put("instance", this.instance);
		return labels;
	}

	@Override
	public String toString() {
		return this.application + " on " + this.instance;
	}

}
