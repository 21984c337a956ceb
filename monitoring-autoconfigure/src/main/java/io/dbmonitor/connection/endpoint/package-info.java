/**
 * The section {@code connections}.
 */
@NullMarked
package io.dbmonitor.connection.endpoint;

import org.jspecify.annotations.NullMarked;
