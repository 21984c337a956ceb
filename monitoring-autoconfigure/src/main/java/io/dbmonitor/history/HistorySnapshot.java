package io.dbmonitor.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What figures were lately.
 *
 * @param times when they were read, the oldest first
 * @param dataSources by data source and figure the values at these times, {@code null}
 * where they were not known
 */
public record HistorySnapshot(List<Instant> times, Map<String, Map<String, List<@Nullable Double>>> dataSources) {

}
