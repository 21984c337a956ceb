/**
 * JMH benchmarks of the monitor beside the bare connection and its peers.
 */
@NullMarked
package io.dbmonitor.benchmarks;

import org.jspecify.annotations.NullMarked;
