package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A table as the database's catalogue has it, or a partition of one.
 *
 * @param oid its oid
 * @param name its qualified name, quoted where need be
 * @param kind {@code pg_class.relkind}
 * @param persistence {@code pg_class.relpersistence}
 * @param key its primary key
 * @param parent whether other tables inherit from it, which are no partitions
 * @param foreign whether foreign tables are among its partitions, or inherit from it
 * @param triggers the triggers that record rows, as far as they are as they have to be
 */
record Relation(long oid, String name, char kind, char persistence, Key key, boolean parent, boolean foreign,
		Set<String> triggers) {

	/** Why no trigger can record its rows. */
	@Nullable String impossible() {
		return switch (this.kind) {
			case 'r', 'p' ->
				this.foreign ? "a foreign table is among its partitions or inherits from it, and PostgreSQL"
						+ " lets nobody write to that where triggers see all rows of a statement; audit its other partitions"
						+ " by naming them in dbmonitor.audit.triggers.tables" : null;
			case 'f' ->
				"it is a foreign table, whose triggers cannot see all rows of a statement; audit it where it is";
			case 'v', 'm' -> "it is a view; name the tables below it in dbmonitor.audit.triggers.tables";
			default -> "it is no table";
		};
	}

	boolean isActive() {
		return this.triggers.containsAll(RecordingTrigger.names());
	}

	List<String> limits() {
		List<String> limits = new ArrayList<>();
		if (this.key == Key.NONE) {
			limits
				.add("without a primary key, an update shows as rows deleted and inserted, unless an entity has them");
		}
		if (this.key == Key.DEFERRABLE) {
			limits.add("its primary key is deferrable: rows that have the same key for a while have one history then");
		}
		if (this.persistence == 'u') {
			limits.add("unlogged: rows that a crash of the server takes are not recorded");
		}
		if (this.parent) {
			limits.add("what is written to tables that inherit from it is recorded where they are named too; their rows"
					+ " can have the same key, and have one history then");
		}
		return limits;
	}

	/** What tells its rows apart. */
	enum Key {

		/** Nothing. */
		NONE,

		/** A primary key. */
		IMMEDIATE,

		/** A primary key that several rows can have until the transaction ends. */
		DEFERRABLE

	}

}
