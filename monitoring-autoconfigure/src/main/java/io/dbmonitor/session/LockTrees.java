package io.dbmonitor.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import io.dbmonitor.database.Session;
import org.jspecify.annotations.Nullable;

/**
 * Draws who waits for whom. The server says of each waiting session which others it waits
 * for, directly and because they stand before it in the queue; where one of these waits
 * for another one of them, only the nearer one is drawn, so a queue is a chain. A session
 * that waits for two that have nothing to do with each other stands below both, but who
 * waits for it only once, where it is nearest to a root: layers of readers and writers
 * have more paths than anybody can read, or a machine can draw. For one thread.
 */
final class LockTrees {

	private static final int MAX_DEPTH = 50;

	/** How many nodes are drawn below the roots of one database. */
	static final int MAX_NODES = 1000;

	private final Map<Integer, Session> sessions = new HashMap<>();

	private final Function<Session, SessionView> views;

	/** What shows a session can be costly, so it is asked once for each. */
	private final Map<Integer, SessionView> shown = new HashMap<>();

	/** Who waits for a session, drawn directly below it. */
	private final Map<Integer, Set<Integer>> waiting = new LinkedHashMap<>();

	private final Map<Integer, Set<Integer>> ancestors = new HashMap<>();

	private final Map<Integer, Set<Integer>> below = new HashMap<>();

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
	 * Draw the trees, level by level, so that where there is too much to draw it is those
	 * far from the roots that are left out.
	 * @param limit how many trees at most
	 * @return the roots, that with the most waiting sessions first
	 */
	List<LockNode> draw(int limit) {
		List<Drawing> trees = roots().stream()
			.sorted(Comparator.comparingInt((Integer root) -> below(root).size()).reversed())
			.limit(limit)
			.map((root) -> new Drawing(root, null))
			.toList();
		Queue<Drawing> open = new ArrayDeque<>(trees);
		Set<Integer> drawn = new HashSet<>(trees.stream().map((tree) -> tree.pid).toList());
		int left = MAX_NODES;
		for (Drawing next = open.poll(); next != null; next = open.poll()) {
			Set<Integer> omitted = new HashSet<>();
			for (int waiter : this.waiting.getOrDefault(next.pid, Set.of())) {
				if (next.isBelow(waiter)) {
					continue;
				}
				if (left == 0 || next.depth == MAX_DEPTH) {
					omitted.add(waiter);
					omitted.addAll(below(waiter));
					continue;
				}
				left--;
				Drawing child = new Drawing(waiter, next);
				next.waiting.add(child);
				if (drawn.add(waiter)) {
					open.add(child);
				}
				else {
					child.omitted = below(waiter).size();
				}
			}
			next.omitted = omitted.size();
		}
		return trees.stream().map(this::node).toList();
	}

	/**
	 * Those who are in the way and wait for nobody, and of each circle that waits for
	 * nobody else one.
	 */
	private Collection<Integer> roots() {
		Set<Integer> roots = new TreeSet<>();
		for (int pid : this.waiting.keySet()) {
			Set<Integer> ancestors = ancestors(pid);
			if (ancestors.stream().allMatch((ancestor) -> ancestors(ancestor).contains(pid))
					&& ancestors.stream().noneMatch(roots::contains)) {
				roots.add(pid);
			}
		}
		return roots;
	}

	private LockNode node(Drawing drawing) {
		int pid = drawing.pid;
		Session session = this.sessions.get(pid);
		return new LockNode(pid,
				(session != null) ? this.shown.computeIfAbsent(pid, (first) -> this.views.apply(session)) : null,
				(session != null) ? session.lockWait() : null, isInCircle(pid),
				drawing.waiting.stream().map(this::node).toList(), drawing.omitted);
	}

	private boolean isInCircle(int pid) {
		return ancestors(pid).contains(pid);
	}

	private List<Integer> blockers(int pid) {
		Session session = this.sessions.get(pid);
		return (session != null) ? session.blockedBy() : List.of();
	}

	/**
	 * The blockers that no other blocker of the same session waits for. One that waits
	 * for the session itself waits for all that are in its way, and says nothing of them.
	 */
	private Set<Integer> nearest(Session session) {
		List<Integer> blockers = session.blockedBy();
		Set<Integer> behindAnother = new HashSet<>();
		// In a queue the last one waits for all before it
		for (int i = blockers.size() - 1; i >= 0; i--) {
			int blocker = blockers.get(i);
			if (!behindAnother.contains(blocker) && !ancestors(blocker).contains(session.pid())) {
				ancestors(blocker).stream()
					.filter((ancestor) -> !ancestors(ancestor).contains(blocker))
					.forEach(behindAnother::add);
			}
		}
		Set<Integer> nearest = new TreeSet<>(blockers);
		nearest.removeAll(behindAnother);
		return nearest;
	}

	/** All that a session waits for, directly or not: itself too if in a circle. */
	private Set<Integer> ancestors(int pid) {
		return this.ancestors.computeIfAbsent(pid, (waiter) -> reachable(waiter, this::blockers));
	}

	/** All others that wait for a session, directly or not. */
	private Set<Integer> below(int pid) {
		return this.below.computeIfAbsent(pid, (blocker) -> {
			Set<Integer> below = reachable(blocker, (next) -> this.waiting.getOrDefault(next, Set.of()));
			below.remove(blocker);
			return below;
		});
	}

	private static Set<Integer> reachable(int pid, Function<Integer, Collection<Integer>> next) {
		Set<Integer> reached = new HashSet<>();
		Deque<Integer> open = new ArrayDeque<>(next.apply(pid));
		while (!open.isEmpty()) {
			int found = open.pop();
			if (reached.add(found)) {
				next.apply(found).stream().filter((further) -> !reached.contains(further)).forEach(open::push);
			}
		}
		return reached;
	}

	/** A node that is being drawn. */
	private static final class Drawing {

		private final int pid;

		private final @Nullable Drawing parent;

		private final int depth;

		private final List<Drawing> waiting = new ArrayList<>();

		private int omitted;

		Drawing(int pid, @Nullable Drawing parent) {
			this.pid = pid;
			this.parent = parent;
			this.depth = (parent != null) ? parent.depth + 1 : 1;
		}

		/**
		 * Whether the path from the root leads past a session, as it does in a circle.
		 */
		boolean isBelow(int pid) {
			return this.pid == pid || (this.parent != null && this.parent.isBelow(pid));
		}

	}

}
