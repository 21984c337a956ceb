package io.dbmonitor.query;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A finding at one moment, as the section {@code findings} shows it. What does not apply
 * to its kind is {@code null}.
 *
 * @param kind the kind, as in {@link FindingKind#id()}
 * @param statement the normalised text
 * @param id the statement's id
 * @param dataSource the data source's name
 * @param association the association that Hibernate loads with the statement
 * @param route the unit of work, at the occurrence that was looked at last
 * @param transaction the transaction, at the same occurrence
 * @param caller the application's line, at the same occurrence
 * @param traceId the trace, at the same occurrence
 * @param occurrences how often it occurred
 * @param maxRepetitions how often the statement was repeated in one unit of work, at most
 * @param maxMillis how long the longest execution took
 * @param usualMillis how long 95 % of the executions took until then, at most
 * @param maxRows how many rows an execution returned, at most
 * @param evidence what else there is to say
 * @param lastSeen when it occurred last
 * @param advice what to do about it
 */
public record FindingSnapshot(String kind, String statement, String id, String dataSource, @Nullable String association,
		@Nullable String route, @Nullable String transaction, @Nullable String caller, @Nullable String traceId,
		long occurrences, @Nullable Long maxRepetitions, @Nullable Double maxMillis, @Nullable Double usualMillis,
		@Nullable Long maxRows, @Nullable String evidence, Instant lastSeen, String advice) {

}
