/**
 * Who holds a connection, and how full the pools are. Sees no SQL.
 */
@NullMarked
package io.dbmonitor.connection;

import org.jspecify.annotations.NullMarked;
