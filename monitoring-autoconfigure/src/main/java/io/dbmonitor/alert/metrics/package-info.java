/**
 * The meters of the alerts, and the rules that read meters.
 */
@NullMarked
package io.dbmonitor.alert.metrics;

import org.jspecify.annotations.NullMarked;
