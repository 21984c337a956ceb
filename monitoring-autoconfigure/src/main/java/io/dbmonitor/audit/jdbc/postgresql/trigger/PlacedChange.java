package io.dbmonitor.audit.jdbc.postgresql.trigger;

import io.dbmonitor.audit.Change;

/**
 * A change that only a trigger saw.
 *
 * @param behind the place of the change that it comes behind
 * @param change the change
 */
record PlacedChange(long behind, Change change) {
}
