package io.dbmonitor.database;

import java.util.List;
import java.util.Map;

/**
 * One look at the database's activity.
 *
 * @param sessions the clients' sessions, the monitor's own among them
 * @param ownPid the monitor's own session
 * @param counters figures that grow since the server's statistics began
 */
public record ActivitySample(List<Session> sessions, int ownPid, Map<DatabaseCounter, Long> counters) {

}
