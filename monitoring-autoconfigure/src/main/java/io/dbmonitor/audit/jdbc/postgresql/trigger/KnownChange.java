package io.dbmonitor.audit.jdbc.postgresql.trigger;

import io.dbmonitor.audit.Change;

/**
 * A change that the object-relational mapper recorded.
 *
 * @param place its place in its change set
 * @param change the change
 */
record KnownChange(long place, Change change) {
}
