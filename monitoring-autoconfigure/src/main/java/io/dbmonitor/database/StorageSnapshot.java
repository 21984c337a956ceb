package io.dbmonitor.database;

import java.time.Duration;
import java.time.Instant;

/**
 * What one look at the storage found. Immutable.
 *
 * @param sampledAt when it was taken
 * @param took how long it took
 * @param storage what the database stores
 */
public record StorageSnapshot(Instant sampledAt, Duration took, StorageSample storage) {

}
