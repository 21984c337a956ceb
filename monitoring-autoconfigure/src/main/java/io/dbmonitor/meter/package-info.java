/**
 * How a feature documents its meters: the reference table is generated from, and the
 * tests hold the emitted meters to, the enums that implement
 * {@link io.dbmonitor.meter.DocumentedMeter}. And how durations are kept:
 * {@link io.dbmonitor.meter.DurationBuckets}. Uses nothing else of the project.
 */
@NullMarked
package io.dbmonitor.meter;

import org.jspecify.annotations.NullMarked;
