/**
 * The trace that a unit of work belongs to. The only package that imports
 * {@code io.micrometer.tracing}.
 */
@NullMarked
package io.dbmonitor.work.tracing;

import org.jspecify.annotations.NullMarked;
