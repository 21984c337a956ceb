package io.dbmonitor.session;

import java.util.List;

import io.dbmonitor.database.LockWait;
import org.jspecify.annotations.Nullable;

/**
 * A session in a tree of locks, and who waits for it.
 *
 * @param pid the session; 0 is a transaction that was prepared for a two-phase commit,
 * which belongs to no session
 * @param session the session, {@code null} for a prepared transaction or one that ended
 * meanwhile
 * @param lockWait what it waits for, {@code null} at the root
 * @param deadlock whether it is one of several that wait for each other, until the server
 * ends one of them
 * @param waiting who waits for it
 * @param omitted how many sessions wait for it, directly or not, that are not drawn here:
 * because they are where the same session stands elsewhere, or because there are too many
 */
public record LockNode(int pid, @Nullable SessionView session, @Nullable LockWait lockWait, boolean deadlock,
		List<LockNode> waiting, int omitted) {

}
