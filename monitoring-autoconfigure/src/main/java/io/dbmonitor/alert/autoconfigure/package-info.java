/**
 * Wiring and properties of the alerts.
 */
@NullMarked
package io.dbmonitor.alert.autoconfigure;

import org.jspecify.annotations.NullMarked;
