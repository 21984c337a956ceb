/**
 * A small application that the integration tests start: entities with the usual traits,
 * and nothing of the monitor but the dependency.
 */
@NullMarked
package io.dbmonitor.app;

import org.jspecify.annotations.NullMarked;
