/**
 * Tests of the history of figures.
 */
@NullMarked
package io.dbmonitor.history;

import org.jspecify.annotations.NullMarked;
