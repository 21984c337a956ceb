/**
 * The meters {@code dbmonitor.faults} and {@code dbmonitor.overflow}.
 */
@NullMarked
package io.dbmonitor.fault.metrics;

import org.jspecify.annotations.NullMarked;
