/**
 * Wiring of the sessions.
 */
@NullMarked
package io.dbmonitor.session.autoconfigure;

import org.jspecify.annotations.NullMarked;
