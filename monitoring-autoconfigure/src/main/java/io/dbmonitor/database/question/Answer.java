package io.dbmonitor.database.question;

import java.util.HashMap;
import java.util.Map;

import io.dbmonitor.database.Figure;

/**
 * The figures that a question is answered with. For one thread.
 */
public final class Answer {

	private final Map<Figure, Double> values = new HashMap<>();

	private final Map<Figure, String> names = new HashMap<>();

	/**
	 * Add a figure.
	 * @param figure the figure
	 * @param value its value
	 */
	public void put(Figure figure, double value) {
		this.values.put(figure, value);
	}

	/**
	 * Name what a figure is of that is the worst of several, or counts them.
	 * @param figure the figure
	 * @param name the name
	 */
	public void name(Figure figure, String name) {
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
