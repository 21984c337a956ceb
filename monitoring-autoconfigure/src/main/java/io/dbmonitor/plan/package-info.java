/**
 * Plans: how a database would execute a recorded statement, what is wrong with that, and
 * when it changes. Asked for over a connection of the monitor's own, and never by
 * executing the statement.
 */
@NullMarked
package io.dbmonitor.plan;

import org.jspecify.annotations.NullMarked;
