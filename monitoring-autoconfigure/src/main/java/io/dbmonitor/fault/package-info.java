/**
 * Faults of the monitor itself, which never reach the application, and what its bounds
 * cut off: counted here, logged at most once a minute. Uses nothing else of the project.
 */
@NullMarked
package io.dbmonitor.fault;

import org.jspecify.annotations.NullMarked;
