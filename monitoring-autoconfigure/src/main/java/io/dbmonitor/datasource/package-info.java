/**
 * Which data sources are watched, how they are called, how their beans are wrapped, and
 * the monitor's own connection to each. Knows nothing of what is done with their
 * statements.
 */
@NullMarked
package io.dbmonitor.datasource;

import org.jspecify.annotations.NullMarked;
