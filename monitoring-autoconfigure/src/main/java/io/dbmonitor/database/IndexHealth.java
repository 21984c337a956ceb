package io.dbmonitor.database;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An index that stands out, by its size or by a trouble. What the database does not tell
 * is {@code null}.
 *
 * @param schema the schema
 * @param table the table
 * @param name the name
 * @param bytes its size, estimated
 * @param scans how often it was used since the statistics began; on MariaDB and MySQL how
 * many rows were found by it
 * @param unique whether it keeps values unique
 * @param problems what is wrong with it, by {@link IndexProblem#id()}
 * @param duplicateOf the index that is the same; {@code null} where none is
 */
public record IndexHealth(String schema, String table, String name, @Nullable Long bytes, @Nullable Long scans,
		boolean unique, List<String> problems, @Nullable String duplicateOf) {

}
