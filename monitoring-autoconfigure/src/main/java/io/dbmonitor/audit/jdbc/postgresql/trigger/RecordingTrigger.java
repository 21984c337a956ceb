package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * The triggers of a table that is recorded. A trigger that sees all rows of a statement
 * can have one event only.
 */
enum RecordingTrigger {

	/** Rows that come. */
	INSERT("referencing new table as new_rows "),

	/** Rows that change. */
	UPDATE("referencing old table as old_rows new table as new_rows "),

	/** Rows that go. */
	DELETE("referencing old table as old_rows "),

	/** All rows go, unseen. */
	TRUNCATE("");

	/** Tells one form of the triggers from another. */
	private static final String VERSION = version();

	private final String rows;

	RecordingTrigger(String rows) {
		this.rows = rows;
	}

	/**
	 * Its name is early in the alphabet, as triggers fire in the order of their names:
	 * what another one writes comes behind what it was fired by.
	 */
	private String triggerName() {
		return "aa_dbmonitor_" + name().toLowerCase(Locale.ROOT);
	}

	static Set<String> names() {
		return Arrays.stream(values()).map(RecordingTrigger::triggerName).collect(Collectors.toSet());
	}

	/**
	 * {@code create or replace trigger} takes the place of whatever was there. The
	 * argument is for nobody but who looks whether the trigger is as it has to be.
	 */
	String create(String table, String schema) {
		return create(table, schema, VERSION);
	}

	private String create(String table, String schema, String version) {
		return "create or replace trigger " + triggerName() + " after " + name().toLowerCase(Locale.ROOT) + " on "
				+ table + " " + this.rows + "for each statement execute function " + schema + ".dbmonitor_record_rows('"
				+ version + "')";
	}

	private static String version() {
		CRC32 checksum = new CRC32();
		for (RecordingTrigger trigger : values()) {
			checksum.update(trigger.create("", "", "").getBytes(StandardCharsets.UTF_8));
		}
		return Long.toHexString(checksum.getValue());
	}

	/** As {@code pg_trigger.tgargs} has it. */
	static byte[] argument() {
		return (VERSION + '\0').getBytes(StandardCharsets.UTF_8);
	}

	String drop(String table) {
		return "drop trigger if exists " + triggerName() + " on " + table;
	}

}
