package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * How triggers are used.
 *
 * @param tables the tables whose rows are recorded, none for those of all audited
 * entities
 * @param initializeSchema whether the triggers are installed at start-up
 * @param interval how often what was recorded is joined to what the application knows
 * @param patience how long after a row was written the application is waited for, before
 * the write counts as bypassing it
 */
public record TriggerSettings(List<String> tables, DatabaseInitializationMode initializeSchema, Duration interval,
		Duration patience) {
}
