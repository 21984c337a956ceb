package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * What an entry of the chain says.
 */
enum SealKind {

	/** The chain begins; its id. Never cut off. */
	BEGIN,

	/** What a change set is. */
	SEALED,

	/** What is left of a change set of which a part came of age. */
	KEPT,

	/** A change set came of age, and is gone. */
	REMOVED,

	/** A partition with all change sets between two ids is about to be dropped. */
	DROPPING,

	/** It is gone. */
	DROPPED,

	/** What was about to be dropped stays. */
	RETURNED,

	/** From here on the ids of transactions begin anew, as in a restored database. */
	EPOCH,

	/** What was before a position came of age as a whole, and its seals are gone. */
	CUT;

	/** Return the one of a name, {@code null} where there is none. */
	static @Nullable SealKind of(@Nullable String name) {
		return Arrays.stream(values()).filter((kind) -> kind.name().equals(name)).findFirst().orElse(null);
	}

}
