package io.dbmonitor.database;

/**
 * A right that the monitor's role lacks.
 *
 * @param privilege the right
 * @param effect what is not seen without it
 * @param remedy the statement that grants it
 */
public record MissingPrivilege(String privilege, String effect, String remedy) {

}
