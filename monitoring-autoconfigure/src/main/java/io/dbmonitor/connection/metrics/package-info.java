/**
 * The meters of pools and leases.
 */
@NullMarked
package io.dbmonitor.connection.metrics;

import org.jspecify.annotations.NullMarked;
