package io.dbmonitor.alert;

import org.jspecify.annotations.Nullable;

/**
 * An alert's change of state: published to the listeners of the application's context, on
 * a thread of the monitor's own.
 *
 * @param alert the alert, as it is from now on
 * @param from the state before; {@code null} for a new alert
 */
public record AlertChange(Alert alert, @Nullable AlertState from) {

}
