package io.dbmonitor.audit;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Keeps changes of an entity, or of all entities of a type, from being deleted, however
 * old they are.
 *
 * @param id identifies the hold
 * @param entities the names of the entities that are meant: the type's, and those of all
 * that extend it
 * @param entityId the id of the one that is meant, {@code null} where all are
 * @param reason what it is for
 * @param by who placed it, {@code null} where nobody is known
 * @param since when it was placed
 */
public record AuditHold(UUID id, Set<String> entities, @Nullable String entityId, String reason, @Nullable String by,
		Instant since) {
}
