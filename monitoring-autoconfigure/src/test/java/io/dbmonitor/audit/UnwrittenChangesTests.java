package io.dbmonitor.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is rolled back to whichever savepoint, what was written and what is still to
 * be is what happened and was not rolled back.
 */
class UnwrittenChangesTests {

	private static final int STEPS = 400;

	private static final int PART = 3;

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void partsAndSavepointsAgreeWithTheDatabase(long seed) {
		Random random = new Random(seed);
		UnwrittenChanges changes = new UnwrittenChanges(PART);
		Transaction transaction = new Transaction();
		for (int i = 0; i < STEPS; i++) {
			switch (random.nextInt(8)) {
				case 0 -> changes.mark(transaction.setSavepoint());
				case 1 -> transaction.rollBack(random, changes);
				case 2 -> transaction.release(random, changes);
				default -> transaction.change(i, changes);
			}
			assertThat(changes.position()).isEqualTo(transaction.written.size());
			List<String> all = new ArrayList<>(transaction.written);
			changes.changes().forEach((change) -> all.add(change.id()));
			assertThat(all).as("seed %d, step %d", seed, i).isEqualTo(transaction.happened);
		}
	}

	/** What a database does. */
	private static final class Transaction {

		private final List<String> happened = new ArrayList<>();

		private final List<String> written = new ArrayList<>();

		private final List<Savepoint> savepoints = new ArrayList<>();

		void change(int id, UnwrittenChanges changes) {
			this.happened.add(String.valueOf(id));
			changes.add(new Change("Item", String.valueOf(id), ChangeOperation.CREATE, ChangeSource.ORM, Map.of()));
			if (changes.isPart()) {
				changes.changes().forEach((change) -> this.written.add(change.id()));
				changes.written();
			}
		}

		Object setSavepoint() {
			Savepoint savepoint = new Savepoint(new Object(), List.copyOf(this.happened), List.copyOf(this.written));
			this.savepoints.add(savepoint);
			return savepoint.id;
		}

		/** The savepoint stays, those behind it are gone. */
		void rollBack(Random random, UnwrittenChanges changes) {
			if (this.savepoints.isEmpty()) {
				return;
			}
			int i = random.nextInt(this.savepoints.size());
			Savepoint savepoint = this.savepoints.get(i);
			this.savepoints.subList(i + 1, this.savepoints.size()).clear();
			set(this.happened, savepoint.happened);
			set(this.written, savepoint.written);
			changes.rollBackTo(savepoint.id);
		}

		void release(Random random, UnwrittenChanges changes) {
			if (!this.savepoints.isEmpty()) {
				int i = random.nextInt(this.savepoints.size());
				changes.release(this.savepoints.get(i).id);
				this.savepoints.subList(i, this.savepoints.size()).clear();
			}
		}

		private static void set(List<String> list, List<String> elements) {
			list.clear();
			list.addAll(elements);
		}

	}

	private record Savepoint(Object id, List<String> happened, List<String> written) {
	}

}
