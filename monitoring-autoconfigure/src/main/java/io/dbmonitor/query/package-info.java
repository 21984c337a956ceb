/**
 * Fingerprints of SQL texts and the statistics kept under each. Sees no proxy types and
 * no connections: {@link io.dbmonitor.query.StatementRecorder} is the entrance.
 */
@NullMarked
package io.dbmonitor.query;

import org.jspecify.annotations.NullMarked;
