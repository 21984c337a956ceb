/**
 * The section {@code work}.
 */
@NullMarked
package io.dbmonitor.work.endpoint;

import org.jspecify.annotations.NullMarked;
