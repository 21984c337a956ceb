/**
 * Applications that Spring prepares at build time.
 */
@NullMarked
package io.dbmonitor.aot;

import org.jspecify.annotations.NullMarked;
