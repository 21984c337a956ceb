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
 * @param keyed whether it has a primary key
 * @param parent whether other tables inherit from it, which are no partitions
 * @param triggers the enabled triggers that record rows
 */
record Relation(long oid, String name, char kind, char persistence, boolean keyed, boolean parent,
		Set<String> triggers) {

	static final Relation NONE = new Relation(0, "", ' ', 'p', true, false, Set.of());

	/** Why no trigger can record its rows. */
	@Nullable String impossible() {
		return switch (this.kind) {
			case 'r', 'p' -> null;
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
		if (!this.keyed) {
			limits.add("without a primary key, an update of several rows shows as rows deleted and inserted");
		}
		if (this.persistence == 'u') {
			limits.add("unlogged: rows that a crash of the server takes are not recorded");
		}
		if (this.parent) {
			limits.add("what is written to tables that inherit from it is recorded where they are named too");
		}
		return limits;
	}

}
