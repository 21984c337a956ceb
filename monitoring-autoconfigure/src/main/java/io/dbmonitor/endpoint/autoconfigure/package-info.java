/**
 * Wiring and properties of the endpoint.
 */
@NullMarked
package io.dbmonitor.endpoint.autoconfigure;

import org.jspecify.annotations.NullMarked;
