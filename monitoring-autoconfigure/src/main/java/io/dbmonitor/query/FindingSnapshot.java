package io.dbmonitor.query;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A finding at one moment, as the section {@code findings} shows it.
 *
 * @param kind what is wrong: the id of a {@link FindingKind}
 * @param statement the statement's normalised text
 * @param id the statement's id
 * @param dataSource the data source's name
 * @param route the unit of work in which it happened last
 * @param caller the application's line, as {@code OrderService.list:42}
 * @param occurrences how often it happened: in how many units of work, or executions
 * @param maxRepetitions how often the statement ran at most in one unit of work, where
 * that is what is wrong
 * @param maxMillis how long it took at most, in milliseconds, where that is what is wrong
 * @param lastSeen when it happened last
 * @param advice what to do about it
 */
public record FindingSnapshot(String kind, String statement, String id, String dataSource, @Nullable String route,
		@Nullable String caller, long occurrences, @Nullable Long maxRepetitions, @Nullable Double maxMillis,
		Instant lastSeen, String advice) {

}
