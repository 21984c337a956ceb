/**
 * Wiring of the fault counters.
 */
@NullMarked
package io.dbmonitor.fault.autoconfigure;

import org.jspecify.annotations.NullMarked;
