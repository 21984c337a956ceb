package io.dbmonitor.audit;

import java.time.InstantSource;

import org.jspecify.annotations.Nullable;

/**
 * How changes are recorded.
 *
 * @param scope which entities
 * @param masking which values are not kept
 * @param maxValueLength how many characters of a value are kept
 * @param onFailure what becomes of a transaction whose changes cannot be recorded
 * @param instance what this instance of the application is called, {@code null} where it
 * has no name
 * @param clock dates change sets
 */
public record AuditSettings(AuditScope scope, Masking masking, int maxValueLength, OnFailure onFailure,
		@Nullable String instance, InstantSource clock) {
}
