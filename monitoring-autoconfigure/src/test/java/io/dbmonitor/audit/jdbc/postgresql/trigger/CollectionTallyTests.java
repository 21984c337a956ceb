package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.dbmonitor.audit.CollectionChange;
import io.dbmonitor.audit.CollectionEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the mapper has recorded of what was seen, with what is missing both come to
 * the same.
 */
class CollectionTallyTests {

	@Test
	void whatTheMapperRecordedIsNotMissing() {
		CollectionTally tally = new CollectionTally();
		tally.add(removed("a", "b"));
		tally.add(added("a", "b", "c"));
		assertThat(tally.missing(List.of(added("c")), false)).isEqualTo(missing(List.of(), List.of(), List.of()));
	}

	@Test
	void whatTheMapperRemovesWasThere() {
		CollectionTally tally = new CollectionTally();
		tally.add(new CollectionChange(List.of(7), List.of(6), false));
		tally.add(new CollectionChange(List.of(8), List.of(7), false));
		assertThat(tally.missing(List.of(new CollectionChange(List.of(8), List.of(7), false)), false))
			.isEqualTo(missing(List.of(7), List.of(), List.of(6)));
	}

	@Test
	void whatWasThereGoesWithAll() {
		CollectionTally tally = new CollectionTally();
		tally.add(removed("a", "b"));
		tally.add(added("c"));
		assertThat(tally.missing(List.of(), true)).isEqualTo(missing(List.of(), List.of("c"), List.of()));
	}

	@Test
	void theDatabaseHasAnotherFormOfTheSame() {
		CollectionTally tally = new CollectionTally();
		tally.add(added(new BigDecimal("1.50"), "padded   ", new CollectionEntry(1L, "2026-01-02T03:04:05.123457")));
		assertThat(tally.missing(List
			.of(added(new BigDecimal("1.5"), "padded", new CollectionEntry(1, "2026-01-02T03:04:05.123456789"))),
				false))
			.isEqualTo(missing(List.of(), List.of(), List.of()));
	}

	@Test
	void howeverManyThereAre() {
		Object[] asWritten = new Object[2000];
		Object[] asRead = new Object[2000];
		for (int i = 0; i < asWritten.length; i++) {
			asWritten[i] = "2026-01-02T03:04:%02d.%06d789Z".formatted(i % 60, i);
			asRead[i] = "2026-01-02T03:04:%02d.%06dZ".formatted(i % 60, i + 1);
		}
		CollectionTally tally = new CollectionTally();
		tally.add(added(asRead));
		assertThat(tally.missing(List.of(added(asWritten)), false)).isEqualTo(missing(List.of(), List.of(), List.of()));
	}

	/** Elements that come and go on both sides, in a bag that may have any of them. */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void bothComeToTheSame(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 2000; i++) {
			List<Object> rows = new ArrayList<>();
			random.ints(random.nextInt(4), 0, 3).forEach(rows::add);
			List<Object> replayed = new ArrayList<>(rows);
			CollectionTally tally = new CollectionTally();
			List<CollectionChange> known = new ArrayList<>();
			boolean cleared = false;
			for (int step = random.nextInt(8); step >= 0; step--) {
				if (random.nextInt(8) == 0) {
					tally.add(removed(rows.toArray()));
					rows.clear();
					known.clear();
					cleared = true;
					continue;
				}
				CollectionChange change = change(random, rows);
				tally.add(change);
				change.removed().forEach(rows::remove);
				rows.addAll(change.added());
				if (random.nextBoolean()) {
					known.add(change);
				}
			}
			if (cleared) {
				replayed.clear();
			}
			CollectionTally.Missing missing = tally.missing(known, cleared);
			replayed.addAll(missing.early());
			for (CollectionChange change : known) {
				change.removed().forEach((element) -> assertThat(replayed.remove(element)).isTrue());
				replayed.addAll(change.added());
			}
			missing.removed().forEach((element) -> assertThat(replayed.remove(element)).isTrue());
			replayed.addAll(missing.added());
			assertThat(replayed).as("%d, %d: %s", seed, i, known).containsExactlyInAnyOrderElementsOf(rows);
		}
	}

	private static CollectionChange change(Random random, List<Object> rows) {
		Object added = random.nextInt(3);
		if (rows.isEmpty() || random.nextInt(3) == 0) {
			return added(added);
		}
		Object removed = rows.get(random.nextInt(rows.size()));
		return random.nextBoolean() ? removed(removed) : new CollectionChange(List.of(added), List.of(removed), false);
	}

	private static CollectionChange added(Object... elements) {
		return new CollectionChange(Arrays.asList(elements), List.of(), false);
	}

	private static CollectionChange removed(Object... elements) {
		return new CollectionChange(List.of(), List.copyOf(Arrays.asList(elements)), false);
	}

	private static CollectionTally.Missing missing(List<Object> early, List<Object> added, List<Object> removed) {
		return new CollectionTally.Missing(early, added, removed);
	}

}
