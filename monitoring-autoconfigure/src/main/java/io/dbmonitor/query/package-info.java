/**
 * Fingerprints of SQL texts, the statistics kept under each, and what was found in them
 * and is told to the log. Sees no proxy types and no connections:
 * {@link io.dbmonitor.query.StatementRecorder} is the entrance,
 * {@link io.dbmonitor.query.QueryStatistics} the way to read, and
 * {@link io.dbmonitor.query.Recordings} how a test looks at each single execution.
 */
@NullMarked
package io.dbmonitor.query;

import org.jspecify.annotations.NullMarked;
