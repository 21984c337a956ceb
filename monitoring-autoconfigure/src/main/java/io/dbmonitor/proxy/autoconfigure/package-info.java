/**
 * Wiring of the JDBC entrance.
 */
@NullMarked
package io.dbmonitor.proxy.autoconfigure;

import org.jspecify.annotations.NullMarked;
