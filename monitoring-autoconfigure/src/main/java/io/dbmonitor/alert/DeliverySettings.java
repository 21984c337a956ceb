package io.dbmonitor.alert;

import java.time.Duration;

/**
 * How hard to try to tell somebody.
 *
 * @param attempts how often one alert is tried at most
 * @param backoff pause before the second attempt, doubled before each further one
 * @param queue how many alerts can wait for a notifier; beyond them the oldest are
 * dropped
 */
public record DeliverySettings(int attempts, Duration backoff, int queue) {

}
