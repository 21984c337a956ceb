package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A record that is not as it was sealed.
 *
 * @param kind what is wrong with it
 * @param changeSet the id of its row in {@code dbmonitor_change_set}, {@code null} where
 * it is none of a change set
 * @param position the position of its seal in the chain, {@code null} where it has none
 * @param at the time of the change set, or else of the seal, {@code null} where there is
 * neither
 * @param entity the name and id of the first entity that the change set tells of,
 * {@code null} where that is not known
 * @param detail a sentence that says what was found
 */
public record SealFinding(Kind kind, @Nullable Long changeSet, @Nullable Long position, @Nullable Instant at,
		@Nullable String entity, String detail) {

	/** What is wrong. */
	public enum Kind {

		/** It says something else. */
		ALTERED,

		/** It is not there. */
		MISSING,

		/** It was not there. */
		INSERTED,

		/** Its changes are the same, in another order. */
		REORDERED,

		/** The seals themselves are not as they were written. */
		CHAIN

	}

}
