/**
 * Wiring of the entrances of work.
 */
@NullMarked
package io.dbmonitor.work.autoconfigure;

import org.jspecify.annotations.NullMarked;
