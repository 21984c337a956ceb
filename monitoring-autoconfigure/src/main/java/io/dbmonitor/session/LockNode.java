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
 * @param deadlock whether the sessions below wait for each other, until the server ends
 * one of them
 * @param waiting who waits for it
 * @param omitted how many wait further down than is shown
 */
public record LockNode(int pid, @Nullable SessionView session, @Nullable LockWait lockWait, boolean deadlock,
		List<LockNode> waiting, int omitted) {

	/**
	 * Return how many sessions wait in this tree.
	 * @return the sessions below
	 */
	public int waiters() {
		return this.omitted + this.waiting.stream().mapToInt((node) -> 1 + node.waiters()).sum();
	}

}
