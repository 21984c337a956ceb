/**
 * Wiring and properties of leases and pools.
 */
@NullMarked
package io.dbmonitor.connection.autoconfigure;

import org.jspecify.annotations.NullMarked;
