/**
 * What the wiring of all features shares: the switch of each feature.
 */
@NullMarked
package io.dbmonitor.autoconfigure;

import org.jspecify.annotations.NullMarked;
