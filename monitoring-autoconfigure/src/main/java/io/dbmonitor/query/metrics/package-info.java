/**
 * The meters of executed statements.
 */
@NullMarked
package io.dbmonitor.query.metrics;

import org.jspecify.annotations.NullMarked;
