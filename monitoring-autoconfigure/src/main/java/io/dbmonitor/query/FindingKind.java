package io.dbmonitor.query;

import java.util.Locale;

/**
 * What can be wrong with a statement.
 */
public enum FindingKind {

	/** The same read from the same call stack again and again in one unit of work. */
	N_PLUS_ONE("Load what the loop needs with one statement: a join fetch, an entity graph, or a batch size"),

	/** It took longer than the threshold. */
	SLOW("Look at its plan: a missing index, or rows that nobody needs") {

		@Override
		String advice(Fingerprint statement) {
			return statement.locksRows()
					? "Look at what it waited for: a lock that another transaction held, as the section"
							+ " 'locks' shows while it lasts. Else look at its plan: a missing index, or rows that nobody needs"
					: advice();
		}

	},

	/** It took far longer than it usually does. */
	SLOWER_THAN_USUAL("Look at what it waited for then: a lock, a cold cache, or a plan that changed"),

	/** It returned more rows than the threshold, and its text sets no limit. */
	UNBOUNDED_READ("Read page by page, stream the rows, or let the database add them up"),

	/** The same row-wise insert again and again in one unit of work. */
	SINGLE_ROW_INSERTS("Insert in batches: JDBC's addBatch, or spring.jpa.properties.hibernate.jdbc.batch_size with"
			+ " sequences for ids (Hibernate batches no IDENTITY ids)"),

	/**
	 * The same read again and again in one unit of work, each a transaction of its own.
	 */
	READS_WITHOUT_TRANSACTION("Put the loop into one transaction, for example with @Transactional(readOnly = true):"
			+ " one connection, one snapshot of the data"),

	/** Hibernate read all rows to page through them in memory. */
	IN_MEMORY_PAGINATION("Page over the ids or the owners alone, then fetch their collections in a second statement or"
			+ " by a batch size"),

	/** The plan of a slow statement is another than before. */
	PLAN_CHANGED("Compare the plans: were statistics refreshed, an index dropped, or did the table grow?");

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
	 * Return what to do about it where it is wrong with a statement.
	 * @param statement the statement
	 * @return a sentence without its full stop
	 */
	String advice(Fingerprint statement) {
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
