package io.dbmonitor.query;

import io.dbmonitor.work.CallPath;
import org.jspecify.annotations.Nullable;

/**
 * A statement and one of the places that send it.
 *
 * @param statement the statement
 * @param path the application's way to it
 * @param association the association that an ORM loads with it there, or {@code null}
 */
public record StatementOrigin(StatementStatistics statement, CallPath path, @Nullable Association association) {

}
