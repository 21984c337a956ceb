/**
 * The meters of the database's state.
 */
@NullMarked
package io.dbmonitor.database.metrics;

import org.jspecify.annotations.NullMarked;
