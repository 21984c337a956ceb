package io.dbmonitor.audit;

import org.jspecify.annotations.Nullable;

/**
 * The session of a database that wrote something which the application knows nothing of.
 *
 * @param user the user who logged in
 * @param application how the program calls itself
 * @param client the address that it is connected from, {@code null} where it is a local
 * socket
 */
public record DatabaseSession(String user, @Nullable String application, @Nullable String client) {
}
