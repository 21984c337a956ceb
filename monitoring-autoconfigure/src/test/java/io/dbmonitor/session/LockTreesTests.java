package io.dbmonitor.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.dbmonitor.database.LockWait;
import io.dbmonitor.database.Session;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Trees from what the server says of each waiting session.
 */
class LockTreesTests {

	private static final int LIMIT = 100;

	@Test
	void nobodyWaits() {
		assertThat(draw(session(1), session(2))).isEmpty();
	}

	@Test
	void whoWaitsStandsBelowWhomItWaitsFor() {
		assertThat(draw(session(1), session(2, 1), session(3, 1), session(4))).containsExactly("1(2 3)");
	}

	@Test
	void aQueueIsAChain() {
		assertThat(draw(session(1), session(2, 1), session(3, 1, 2), session(4, 1, 2, 3)))
			.containsExactly("1(2(3(4)))");
	}

	@Test
	void whoWaitsForTwoThatHaveNothingToDoWithEachOtherStandsBelowBoth() {
		assertThat(draw(session(1), session(2), session(3, 1, 2), session(4, 3))).containsExactly("1(3(4))", "2(3+1)");
	}

	@Test
	void theTreeWithTheMostWaitingComesFirst() {
		assertThat(draw(session(1), session(2, 1), session(5), session(6, 5), session(7, 5))).containsExactly("5(6 7)",
				"1(2)");
	}

	@Test
	void aPreparedTransactionIsARootWithoutASession() {
		assertThat(draw(session(2, 0))).containsExactly("0!(2)");
	}

	@Test
	void aBlockerThatTheSampleMissedIsARootWithoutASession() {
		assertThat(draw(session(2, 9), session(3, 9))).containsExactly("9!(2 3)");
	}

	@Test
	void aCircleIsADeadlock() {
		assertThat(draw(session(1, 2), session(2, 1), session(3, 2))).containsExactly("2#(1# 3)");
	}

	@Test
	void aCircleBesideATreeIsFoundToo() {
		assertThat(draw(session(1), session(2, 1), session(5, 6), session(6, 7), session(7, 5)))
			.containsExactlyInAnyOrder("1(2)", "6#(5#(7#))");
	}

	@Test
	void whoWaitsBehindACircleIsNoPartOfIt() {
		assertThat(draw(session(1, 2), session(2, 3), session(3, 4), session(4, 3))).containsExactly("3#(2(1) 4#)");
	}

	@Test
	void aCircleBelowARootIsADeadlockToo() {
		assertThat(draw(session(1), session(2, 1, 3), session(3, 2))).containsExactly("1(2#(3#))");
	}

	@Test
	void layersOfReadersAndWritersAreDrawnOnce() {
		int layers = 18;
		List<Session> ladder = new ArrayList<>();
		for (int layer = 0; layer < layers; layer++) {
			int writer = 3 * layer + 3;
			int[] before = (layer == 0) ? new int[0] : new int[] { writer - 3 };
			ladder.add(session(writer - 2, before));
			ladder.add(session(writer - 1, before));
			ladder.add(session(writer, writer - 2, writer - 1));
		}
		List<Integer> asked = new ArrayList<>();
		List<LockNode> trees = new LockTrees(ladder, (session) -> {
			asked.add(session.pid());
			return view(session);
		}).draw(LIMIT);
		assertThat(trees).hasSize(2);
		assertThat(trees.stream().mapToInt(LockTreesTests::nodes).sum()).isEqualTo(4 * layers);
		assertThat(asked).doesNotHaveDuplicates().hasSize(3 * layers);
		// All that wait for the second root are drawn below the first
		assertThat(text(trees.get(1))).isEqualTo("2(3+" + 3 * (layers - 1) + ")");
	}

	@Test
	void whoWaitsForManyIsBelowEachOfThemButTheQueueBehindItOnlyOnce() {
		int[] readers = IntStream.rangeClosed(1, 100).toArray();
		Stream<Session> star = Stream
			.of(IntStream.of(readers).mapToObj(LockTreesTests::session), Stream.of(session(101, readers)),
					IntStream.rangeClosed(102, 400).mapToObj((pid) -> session(pid, 101)))
			.flatMap((sessions) -> sessions);
		List<LockNode> trees = new LockTrees(star.toList(), LockTreesTests::view).draw(LIMIT);
		assertThat(trees).hasSize(100);
		assertThat(trees.stream().mapToInt(LockTreesTests::nodes).sum()).isEqualTo(100 + 100 + 299);
		assertThat(trees.get(0).waiting().get(0).waiting()).hasSize(299);
		assertThat(trees.stream().skip(1).map((root) -> text(root.waiting().get(0)))).containsOnly("101+299");
	}

	@Test
	void whatIsTooMuchToDrawIsCounted() {
		int[] readers = IntStream.rangeClosed(1, 300).toArray();
		Stream<Session> writers = IntStream.rangeClosed(301, 600).mapToObj((pid) -> session(pid, readers));
		List<Session> all = Stream.concat(IntStream.of(readers).mapToObj(LockTreesTests::session), writers).toList();
		List<LockNode> trees = new LockTrees(all, LockTreesTests::view).draw(200);
		assertThat(trees).hasSize(200);
		assertThat(trees.stream().mapToInt(LockTreesTests::nodes).sum()).isEqualTo(200 + LockTrees.MAX_NODES);
		assertThat(trees).allSatisfy((root) -> assertThat(root.waiting().size() + root.omitted()).isEqualTo(300));
	}

	@Test
	void aParallelQueryThatIsBlockedTwiceIsDrawnOnce() {
		assertThat(draw(session(1), session(2, 1, 1))).containsExactly("1(2)");
	}

	@Test
	void aLongQueueIsCutAndCounted() {
		Session[] queue = IntStream.range(0, 400)
			.mapToObj((i) -> session(i + 1, IntStream.rangeClosed(1, i).toArray()))
			.toArray(Session[]::new);
		List<LockNode> trees = new LockTrees(List.of(queue), LockTreesTests::view).draw(LIMIT);
		assertThat(trees).singleElement().satisfies((root) -> {
			assertThat(root.pid()).isEqualTo(1);
			assertThat(nodes(root)).isEqualTo(50);
			assertThat(text(root)).contains("(50+350)");
		});
	}

	private static List<String> draw(Session... sessions) {
		return new LockTrees(List.of(sessions), LockTreesTests::view).draw(LIMIT)
			.stream()
			.map(LockTreesTests::text)
			.toList();
	}

	private static int nodes(LockNode node) {
		return 1 + node.waiting().stream().mapToInt(LockTreesTests::nodes).sum();
	}

	private static String text(LockNode node) {
		String below = node.waiting().stream().map(LockTreesTests::text).collect(Collectors.joining(" "));
		return node.pid() + ((node.session() == null) ? "!" : "") + (node.deadlock() ? "#" : "")
				+ ((node.omitted() > 0) ? "+" + node.omitted() : "") + (below.isEmpty() ? "" : "(" + below + ")");
	}

	private static Session session(int pid, int... blockedBy) {
		List<Integer> blockers = IntStream.of(blockedBy).boxed().toList();
		return new Session(pid, null, null, null, null, null, "active", null, null, null, null, null, blockers,
				blockers.isEmpty() ? null : new LockWait("ShareLock", null, 1.0), null);
	}

	private static SessionView view(Session session) {
		return new SessionView("dataSource", Instant.EPOCH, session.pid(), null, null, null, null, null, null, null,
				session.stateOrUnknown(), null, null, null, null, null, session.blockedBy(), "external", null);
	}

	@Test
	void everySessionOfATreeIsThereOnce() {
		Stream<Session> star = IntStream.rangeClosed(2, 300).mapToObj((pid) -> session(pid, 1));
		List<LockNode> trees = new LockTrees(Stream.concat(Stream.of(session(1)), star).toList(), LockTreesTests::view)
			.draw(LIMIT);
		assertThat(trees).singleElement().satisfies((root) -> assertThat(root.waiting()).hasSize(299));
	}

}
