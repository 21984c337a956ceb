package io.dbmonitor.audit;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A statement of the application that wrote a table past the object-relational mapper.
 *
 * @param table the table, as the statement names it
 * @param rows how many rows it added, changed or removed, {@code null} where that is not
 * known
 * @param statement the id of the statement in the statistics, {@code null} where another
 * program sent it
 * @param caller the application's line that sent it, {@code null} where only libraries
 * were on the stack
 * @param atomic whether the record was written in the same transaction; in auto-commit
 * mode it comes behind
 */
public record StatementWrite(String table, @Nullable Long rows, @Nullable String statement, @Nullable String caller,
		boolean atomic) {

	/** The id that stands for the rows of a table, as which ones is not known. */
	public static final String ANY = "*";

	/**
	 * Make the change of a statement.
	 * @param entity what the table has the rows of
	 * @param operation what became of them
	 * @return a change of entities that are not known
	 */
	public Change change(String entity, ChangeOperation operation) {
		return new Change(entity, ANY, operation, ChangeSource.STATEMENT, Map.of(), this);
	}

}
