package io.dbmonitor.session;

import java.util.List;
import java.util.Map;

/**
 * Who waits for whom, in all databases.
 *
 * @param trees the trees by data source, that with the most waiting sessions first
 * @param omitted how many sessions wait besides, of which the server was not asked for
 * whom
 */
public record Locks(Map<String, List<LockNode>> trees, int omitted) {

}
