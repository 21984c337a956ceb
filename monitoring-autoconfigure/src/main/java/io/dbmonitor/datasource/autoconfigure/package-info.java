/**
 * Wiring of the data source registry.
 */
@NullMarked
package io.dbmonitor.datasource.autoconfigure;

import org.jspecify.annotations.NullMarked;
