package io.dbmonitor.query;

import java.util.Locale;

/**
 * What can be wrong with a statement.
 */
public enum FindingKind {

	/** The same statement from the same line again and again in one unit of work. */
	N_PLUS_ONE("Load what the loop needs with one statement: a join fetch, an entity graph, or a batch size"),

	/** It took longer than the threshold. */
	SLOW("Look at its plan: a missing index, or rows that nobody needs");

	private final String advice;

	FindingKind(String advice) {
		this.advice = advice;
	}

	/**
	 * Return what to do about it.
	 * @return a sentence without its full stop
	 */
	public String advice() {
		return this.advice;
	}

	/**
	 * Return the name that answers use.
	 * @return the name in lower case, with hyphens
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
