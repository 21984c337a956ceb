/**
 * Wiring of plans.
 */
@NullMarked
package io.dbmonitor.plan.autoconfigure;

import org.jspecify.annotations.NullMarked;
