package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What a change set is, as it is stored.
 *
 * @param hash of its row and all its changes in their order
 * @param partsHash of its row and its changes, whatever their places
 * @param changes how many changes it has
 * @param at its time
 * @param entity the entity of its first change, {@code null} where it has none
 */
record Content(Hash hash, Hash partsHash, long changes, Instant at, @Nullable String entity) {
}
