package io.dbmonitor.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The endpoint's overview while sections contribute to it. Not for use by several
 * threads.
 */
public final class Overview {

	private final Map<String, Map<String, Object>> dataSources = new LinkedHashMap<>();

	private final Map<String, Object> entries = new LinkedHashMap<>();

	Overview() {
	}

	/**
	 * Contribute to a data source.
	 * @param dataSource its name
	 * @param key the field
	 * @param value what Jackson can write; {@code null} leaves the field out
	 */
	public void dataSource(String dataSource, String key, @Nullable Object value) {
		Map<String, Object> entry = this.dataSources.computeIfAbsent(dataSource, (name) -> new LinkedHashMap<>());
		if (value != null) {
			entry.put(key, value);
		}
	}

	/**
	 * Contribute to what is common to all data sources.
	 * @param key the field
	 * @param value what Jackson can write; {@code null} leaves the field out
	 */
	public void put(String key, @Nullable Object value) {
		if (value != null) {
			this.entries.put(key, value);
		}
	}

	Map<String, Object> body(List<String> sections) {
		List<Map<String, Object>> named = new ArrayList<>();
		this.dataSources.forEach((name, entry) -> {
			Map<String, Object> dataSource = new LinkedHashMap<>();
			dataSource.put("name", name);
			dataSource.putAll(entry);
			named.add(dataSource);
		});
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("dataSources", named);
		body.putAll(this.entries);
		body.put("sections", sections);
		return body;
	}

}
