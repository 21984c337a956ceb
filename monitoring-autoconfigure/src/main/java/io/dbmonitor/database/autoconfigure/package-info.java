/**
 * Wiring and properties of the sampler.
 */
@NullMarked
package io.dbmonitor.database.autoconfigure;

import org.jspecify.annotations.NullMarked;
