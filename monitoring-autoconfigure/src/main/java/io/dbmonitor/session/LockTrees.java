package io.dbmonitor.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import io.dbmonitor.database.Session;

/**
 * Draws who waits for whom. The server says of each waiting session which others it waits
 * for, directly and because they stand before it in the queue; where one of these waits
 * for another one of them, only the nearer one is drawn, so a queue is a chain. A session
 * that waits for two that have nothing to do with each other stands below both.
 */
final class LockTrees {

	private static final int MAX_DEPTH = 50;

	private final Map<Integer, Session> sessions = new HashMap<>();

	private final Function<Session, SessionView> views;

	/** Who waits for a session, drawn directly below it. */
	private final Map<Integer, Set<Integer>> waiting = new LinkedHashMap<>();

	private final Map<Integer, Set<Integer>> ancestors = new HashMap<>();

	private final Set<Integer> drawn = new HashSet<>();

	/**
	 * Make the trees of one database.
	 * @param sessions its sessions
	 * @param views shows one
	 */
	LockTrees(List<Session> sessions, Function<Session, SessionView> views) {
		this.views = views;
		sessions.forEach((session) -> this.sessions.put(session.pid(), session));
		sessions.forEach((session) -> nearest(session)
			.forEach((blocker) -> this.waiting.computeIfAbsent(blocker, (pid) -> new TreeSet<>()).add(session.pid())));
	}

	/**
	 * Draw the trees.
	 * @return the roots, that with the most waiting sessions first
	 */
	List<LockNode> draw() {
		List<LockNode> trees = new ArrayList<>();
		this.waiting.keySet()
			.stream()
			.filter((pid) -> blockers(pid).isEmpty())
			.forEach((root) -> trees.add(node(root, new ArrayDeque<>(), false)));
		// Whoever is below no root waits in a circle
		for (int pid : this.waiting.keySet()) {
			if (!this.drawn.contains(pid)) {
				trees.add(node(pid, new ArrayDeque<>(), true));
			}
		}
		trees.sort(Comparator.comparingInt(LockNode::waiters).reversed());
		return trees;
	}

	private LockNode node(int pid, Deque<Integer> path, boolean deadlock) {
		this.drawn.add(pid);
		Session session = this.sessions.get(pid);
		path.push(pid);
		List<LockNode> below = new ArrayList<>();
		int omitted = 0;
		for (int waiter : this.waiting.getOrDefault(pid, Set.of())) {
			if (path.contains(waiter)) {
				continue;
			}
			if (path.size() < MAX_DEPTH) {
				below.add(node(waiter, path, false));
			}
			else {
				omitted += 1 + this.below(waiter).size();
			}
		}
		path.pop();
		return new LockNode(pid, (session != null) ? this.views.apply(session) : null,
				(session != null) ? session.lockWait() : null, deadlock, below, omitted);
	}

	private List<Integer> blockers(int pid) {
		Session session = this.sessions.get(pid);
		return (session != null) ? session.blockedBy() : List.of();
	}

	/** The blockers that no other blocker of the same session waits for. */
	private List<Integer> nearest(Session session) {
		List<Integer> blockers = session.blockedBy().stream().distinct().toList();
		return blockers.stream().filter((blocker) -> !isBehindAnother(blocker, blockers)).toList();
	}

	private boolean isBehindAnother(Integer blocker, List<Integer> blockers) {
		// In a queue the last one waits for all before it
		for (int i = blockers.size() - 1; i >= 0; i--) {
			Integer other = blockers.get(i);
			if (!other.equals(blocker) && ancestors(other).contains(blocker) && !ancestors(blocker).contains(other)) {
				return true;
			}
		}
		return false;
	}

	/** All that a session waits for, directly or not. */
	private Set<Integer> ancestors(int pid) {
		return this.ancestors.computeIfAbsent(pid, (waiter) -> reachable(waiter, this::blockers));
	}

	/** All that wait for a session, directly or not. */
	private Set<Integer> below(int pid) {
		Set<Integer> below = reachable(pid, (waiter) -> List.copyOf(this.waiting.getOrDefault(waiter, Set.of())));
		this.drawn.addAll(below);
		this.drawn.add(pid);
		return below;
	}

	private static Set<Integer> reachable(int pid, Function<Integer, List<Integer>> next) {
		Set<Integer> reached = new HashSet<>();
		Deque<Integer> open = new ArrayDeque<>(next.apply(pid));
		while (!open.isEmpty()) {
			int found = open.pop();
			if (reached.add(found)) {
				next.apply(found).stream().filter((further) -> !reached.contains(further)).forEach(open::push);
			}
		}
		reached.remove(pid);
		return reached;
	}

}
