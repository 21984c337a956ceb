package io.dbmonitor.plan;

import java.time.Duration;

/**
 * How plans are asked for.
 *
 * @param interval pause between two looks at the plans of slow statements
 * @param timeout how long to wait for the server, to connect and for one plan
 */
public record PlanSettings(Duration interval, Duration timeout) {

}
