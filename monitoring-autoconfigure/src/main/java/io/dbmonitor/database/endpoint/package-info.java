/**
 * The sections {@code tables} and {@code indexes}.
 */
@NullMarked
package io.dbmonitor.database.endpoint;

import org.jspecify.annotations.NullMarked;
