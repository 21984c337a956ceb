package io.dbmonitor.audit;

import java.time.Instant;
import java.util.Map;

/**
 * An entity as it was at one time.
 *
 * @param entity the entity's name
 * @param id its id
 * @param at the time
 * @param complete whether its creation is known, or a baseline of it; else fields that
 * did not change since the oldest change that is kept are absent
 * @param values its fields; those without a value are absent, and a collection is a list
 * in no order
 */
public record EntitySnapshot(String entity, String id, Instant at, boolean complete, Map<String, Object> values) {
}
