package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.StatementWrite;
import org.jspecify.annotations.Nullable;

/**
 * Where the application's own records of emptied tables stand in a change set. The text
 * of a statement tells only which tables it names, and not that it empties them, so what
 * a trigger saw is recorded beside it. Belongs to one connection.
 */
final class Truncations {

	private final ChangeSets changeSets;

	private final ChangeSetOwner owner;

	/** What is left, by entity and table. */
	private final Map<String, Deque<Long>> places = new HashMap<>();

	Truncations(ChangeSets changeSets, ChangeSetOwner owner) {
		this.changeSets = changeSets;
		this.owner = owner;
	}

	/**
	 * Return the place of the statement that emptied a table.
	 * @param change what a trigger saw
	 * @param statement names the table
	 * @return its place, {@code null} where the application knows of none, such as where
	 * a function or a cascade did it
	 * @throws SQLException if the connection fails
	 */
	@Nullable Long next(Change change, StatementWrite statement) throws SQLException {
		String key = change.entity() + "/" + change.operation() + "/" + statement.table();
		Deque<Long> known = this.places.get(key);
		if (known == null) {
			known = new ArrayDeque<>(this.changeSets.uncounted(change, statement, this.owner));
			this.places.put(key, known);
		}
		return known.poll();
	}

}
