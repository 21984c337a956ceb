package io.dbmonitor.query;

/**
 * A table whose rows a statement adds, changes or removes.
 *
 * @param name the name as the statement has it, unquoted words in lower case
 * @param operation what becomes of its rows: {@code INSERT}, {@code UPDATE},
 * {@code DELETE}, {@code MERGE} or {@code TRUNCATE}
 */
public record WrittenTable(String name, Operation operation) {

}
