/**
 * The state of the database itself: one sampler thread a data source asks a
 * {@link io.dbmonitor.database.DatabaseInspector} over a connection of its own and leaves
 * immutable snapshots, which everybody else reads.
 */
@NullMarked
package io.dbmonitor.database;

import org.jspecify.annotations.NullMarked;
