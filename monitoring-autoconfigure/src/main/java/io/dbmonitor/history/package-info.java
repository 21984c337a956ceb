/**
 * What figures were lately, for charts: {@link io.dbmonitor.history.History} asks the
 * features' {@link io.dbmonitor.history.HistorySource}s from time to time and keeps a
 * bounded number of answers.
 */
@NullMarked
package io.dbmonitor.history;

import org.jspecify.annotations.NullMarked;
