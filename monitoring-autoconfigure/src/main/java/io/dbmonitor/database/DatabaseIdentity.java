package io.dbmonitor.database;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What does not change while a connection lasts: read once at each connect, for a server
 * can be upgraded while the application runs.
 *
 * @param product the product's name
 * @param version the server's version
 * @param sessionStates all states that sessions can be in
 * @param maxSessions how many sessions the server allows; {@code null} where it has no
 * limit
 * @param missingPrivileges what the monitor's role lacks
 * @param missingExtensions what the server lacks to show more
 * @param behindPooler whether a pooler stands between, which tells drivers other numbers
 * than the server gives its sessions
 */
public record DatabaseIdentity(String product, String version, List<String> sessionStates,
		@Nullable Integer maxSessions, List<MissingPrivilege> missingPrivileges,
		List<MissingExtension> missingExtensions, boolean behindPooler) {

}
