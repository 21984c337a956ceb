/**
 * The section {@code audit}.
 */
@NullMarked
package io.dbmonitor.audit.endpoint;

import org.jspecify.annotations.NullMarked;
