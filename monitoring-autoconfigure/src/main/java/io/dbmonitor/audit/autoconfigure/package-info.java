/**
 * Wiring and properties of the audit.
 */
@NullMarked
package io.dbmonitor.audit.autoconfigure;

import org.jspecify.annotations.NullMarked;
