package io.dbmonitor.database;

import java.time.Instant;
import java.util.List;

/**
 * One look at the database's activity.
 *
 * @param sessions the clients' sessions, the monitor's own among them, and of the others
 * those that wait for a lock or that somebody waits for
 * @param ownPid the monitor's own session
 * @param serverStartedAt when the server started: what servers count, or one server in
 * several runs, cannot be compared
 * @param figures what else was found
 */
public record ActivitySample(List<Session> sessions, int ownPid, Instant serverStartedAt, Figures figures) {

	/**
	 * Return the clients' sessions, which are those that count.
	 * @return the sessions
	 */
	public List<Session> clients() {
		return this.sessions.stream().filter(Session::isClient).toList();
	}

	/**
	 * Return since when a session's number is its own: a database that does not tell when
	 * a session began gives no number twice in one run of the server.
	 * @param session one of the sessions
	 * @return when it began, else when the server started
	 */
	public Instant numberedSince(Session session) {
		Instant backendStart = session.backendStart();
		return (backendStart != null) ? backendStart : this.serverStartedAt;
	}

}
