/**
 * PostgreSQL's plans.
 */
@NullMarked
package io.dbmonitor.plan.postgresql;

import org.jspecify.annotations.NullMarked;
