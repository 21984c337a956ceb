/**
 * A library with associations of each kind.
 */
@NullMarked
package io.dbmonitor.library;

import org.jspecify.annotations.NullMarked;
