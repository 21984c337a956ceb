package io.dbmonitor.alert;

import java.time.Duration;

/**
 * How often rules are evaluated, and what is kept.
 *
 * @param interval pause between two evaluations
 * @param resolveAfter for how long values have to be good until an alert is over
 * @param history how many resolved alerts are kept
 */
public record AlertTiming(Duration interval, Duration resolveAfter, int history) {

}
