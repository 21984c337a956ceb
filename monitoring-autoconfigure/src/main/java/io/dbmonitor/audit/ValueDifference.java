package io.dbmonitor.audit;

import org.jspecify.annotations.Nullable;

/**
 * A field at two times.
 *
 * @param before its value at the one, {@code null} where there was none
 * @param after its value at the other
 */
public record ValueDifference(@Nullable Object before, @Nullable Object after) {
}
