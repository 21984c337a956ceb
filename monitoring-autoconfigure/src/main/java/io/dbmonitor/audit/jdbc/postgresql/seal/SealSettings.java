package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How change sets are sealed.
 *
 * @param key the secret that hashes are made with, {@code null} for none
 * @param interval how often what was committed is sealed
 * @param verifyInterval how often all is verified, zero for on request only
 */
public record SealSettings(@Nullable String key, Duration interval, Duration verifyInterval) {
}
