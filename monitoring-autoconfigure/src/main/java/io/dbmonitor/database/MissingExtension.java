package io.dbmonitor.database;

/**
 * An extension of the server that would show more.
 *
 * @param extension its name
 * @param effect what is not known without it
 * @param remedy what installs it
 */
public record MissingExtension(String extension, String effect, String remedy) {

}
