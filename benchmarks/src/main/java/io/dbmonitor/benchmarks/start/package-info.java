/**
 * What the monitor adds to the start of an application.
 */
@NullMarked
package io.dbmonitor.benchmarks.start;

import org.jspecify.annotations.NullMarked;
