/**
 * The wiring of the history of figures.
 */
@NullMarked
package io.dbmonitor.history.autoconfigure;

import org.jspecify.annotations.NullMarked;
