package io.dbmonitor.database.postgresql;

import java.util.HashMap;
import java.util.Map;

import io.dbmonitor.database.Figure;

/**
 * The figures that a question is answered with.
 */
final class Answer {

	private final Map<Figure, Double> values = new HashMap<>();

	private final Map<Figure, String> names = new HashMap<>();

	void put(Figure figure, double value) {
		this.values.put(figure, value);
	}

	/** The figure is that of the worst of several, or counts them. */
	void name(Figure figure, String name) {
		this.names.put(figure, name);
	}

	void putAll(Map<Figure, Double> values) {
		this.values.putAll(values);
	}

	void putAll(Answer other) {
		this.values.putAll(other.values);
		this.names.putAll(other.names);
	}

	Map<Figure, Double> values() {
		return this.values;
	}

	Map<Figure, String> names() {
		return this.names;
	}

}
