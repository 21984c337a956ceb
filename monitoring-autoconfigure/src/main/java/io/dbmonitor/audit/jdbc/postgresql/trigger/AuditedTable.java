package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A table whose rows are to be recorded by triggers.
 *
 * @param dataSource the data source that leads to it
 * @param name its name as the application has it
 * @param relation its name in the database, quoted where need be; {@code null} where
 * there is no such table
 * @param active whether all of its triggers are there and as they have to be
 * @param problem what is wrong and what to do about it, {@code null} where nothing is
 * @param limits what its triggers do not see
 */
public record AuditedTable(String dataSource, String name, @Nullable String relation, boolean active,
		@Nullable String problem, List<String> limits) {
}
