/**
 * Who holds a connection, since when, and doing what; how full the pools are, and what
 * for. {@link io.dbmonitor.connection.LeaseRegistry} is the entrance,
 * {@link io.dbmonitor.connection.Leases} the way to read. Of statements it knows only the
 * text of the one that runs.
 */
@NullMarked
package io.dbmonitor.connection;

import org.jspecify.annotations.NullMarked;
