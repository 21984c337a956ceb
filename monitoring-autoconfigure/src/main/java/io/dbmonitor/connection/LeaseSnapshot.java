package io.dbmonitor.connection;

/**
 * A lease at one moment, as the section {@code connections} shows it.
 *
 * @param dataSource the data source's name
 * @param thread the name of the thread that took the connection
 * @param heldSeconds since when it is held, in seconds
 */
public record LeaseSnapshot(String dataSource, String thread, double heldSeconds) {

}
