/**
 * Spans: each statement as a Micrometer observation.
 */
@NullMarked
package io.dbmonitor.query.observation;

import org.jspecify.annotations.NullMarked;
