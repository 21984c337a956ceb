/**
 * The meters of the audit.
 */
@NullMarked
package io.dbmonitor.audit.metrics;

import org.jspecify.annotations.NullMarked;
