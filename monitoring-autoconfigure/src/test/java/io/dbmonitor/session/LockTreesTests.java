package io.dbmonitor.session;

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
		assertThat(draw(session(1), session(2), session(3, 1, 2), session(4, 3))).containsExactly("1(3(4))", "2(3(4))");
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
		assertThat(draw(session(1, 2), session(2, 1), session(3, 2))).containsExactly("2#(1 3)");
	}

	@Test
	void aCircleBesideATreeIsFoundToo() {
		assertThat(draw(session(1), session(2, 1), session(5, 6), session(6, 7), session(7, 5)))
			.containsExactlyInAnyOrder("1(2)", "6#(5(7))");
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
		List<LockNode> trees = new LockTrees(List.of(queue), LockTreesTests::view).draw();
		assertThat(trees).singleElement().satisfies((root) -> {
			assertThat(root.pid()).isEqualTo(1);
			assertThat(root.waiters()).isEqualTo(399);
		});
	}

	private static List<String> draw(Session... sessions) {
		return new LockTrees(List.of(sessions), LockTreesTests::view).draw()
			.stream()
			.map(LockTreesTests::text)
			.toList();
	}

	private static String text(LockNode node) {
		String below = node.waiting().stream().map(LockTreesTests::text).collect(Collectors.joining(" "));
		return node.pid() + ((node.session() == null) ? "!" : "") + (node.deadlock() ? "#" : "")
				+ (below.isEmpty() ? "" : "(" + below + ")");
	}

	private static Session session(int pid, int... blockedBy) {
		List<Integer> blockers = IntStream.of(blockedBy).boxed().toList();
		return new Session(pid, null, null, null, null, null, "active", null, null, null, null, null, blockers,
				blockers.isEmpty() ? null : new LockWait("ShareLock", null, 1.0));
	}

	private static SessionView view(Session session) {
		return new SessionView("dataSource", session.pid(), null, null, null, null, null, session.stateOrUnknown(),
				null, null, null, null, null, session.blockedBy(), "external", null);
	}

	@Test
	void everySessionOfATreeIsThereOnce() {
		Stream<Session> star = IntStream.rangeClosed(2, 300).mapToObj((pid) -> session(pid, 1));
		List<LockNode> trees = new LockTrees(Stream.concat(Stream.of(session(1)), star).toList(), LockTreesTests::view)
			.draw();
		assertThat(trees).singleElement().satisfies((root) -> assertThat(root.waiting()).hasSize(299));
	}

}
