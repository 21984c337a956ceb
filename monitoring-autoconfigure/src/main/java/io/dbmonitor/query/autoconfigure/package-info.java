/**
 * Wiring and properties of query tracing.
 */
@NullMarked
package io.dbmonitor.query.autoconfigure;

import org.jspecify.annotations.NullMarked;
