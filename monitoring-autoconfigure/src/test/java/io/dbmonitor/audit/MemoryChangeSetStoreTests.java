package io.dbmonitor.audit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryChangeSetStoreTests {

	private static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, 0, 100);

	private final MemoryChangeSetStore store = new MemoryChangeSetStore(3);

	@Test
	void keepsTheNewest() {
		for (int i = 1; i <= 5; i++) {
			this.store.committed(changeSet(i, "alice", "Customer"));
		}
		assertThat(this.store.find(ALL)).extracting(ChangeSet::at)
			.containsExactly(Instant.ofEpochSecond(5), Instant.ofEpochSecond(4), Instant.ofEpochSecond(3));
	}

	@Test
	void findsByAllConditions() {
		this.store.committed(changeSet(1, "alice", "Customer"));
		this.store.committed(changeSet(2, "bob", "Customer"));
		this.store.committed(changeSet(3, "bob", "Product"));
		assertThat(find(new AuditQuery("Customer", null, "bob", null, null, null, 0, 100))).containsExactly(2L);
		assertThat(find(new AuditQuery("Customer", "3", null, null, null, null, 0, 100))).isEmpty();
		assertThat(find(new AuditQuery(null, null, null, ChangeOperation.DELETE, null, null, 0, 100))).isEmpty();
		assertThat(
				find(new AuditQuery(null, null, null, null, Instant.ofEpochSecond(2), Instant.ofEpochSecond(3), 0, 9)))
			.containsExactly(2L);
		assertThat(find(new AuditQuery(null, null, null, null, null, null, 0, 2))).containsExactly(3L, 2L);
	}

	@Test
	void largeChangeSetsTakeThePlaceOfOthers() {
		for (int i = 1; i <= 3; i++) {
			String text = "x".repeat(9_000_000);
			Change change = new Change("Customer", "1", ChangeOperation.CREATE, ChangeSource.ORM,
					Map.of("text", new ValueChange(null, text)));
			this.store.committed(new ChangeSet(UUID.randomUUID(), Instant.ofEpochSecond(i), ChangeContext.UNKNOWN,
					List.of(change), 0));
		}
		assertThat(find(ALL)).containsExactly(3L);
	}

	@Test
	void readsDoNotTakeThePlaceOfChanges() {
		this.store.committed(changeSet(1, "alice", "Customer"));
		for (int i = 2; i <= 6; i++) {
			Change read = new Change("Customer", "1", ChangeOperation.READ, ChangeSource.ORM, Map.of());
			this.store.committed(new ChangeSet(UUID.randomUUID(), Instant.ofEpochSecond(i), ChangeContext.UNKNOWN,
					List.of(read), 0));
		}
		this.store.committed(changeSet(7, "alice", "Customer"));
		assertThat(find(ALL)).containsExactly(7L, 6L, 5L, 4L, 1L);
	}

	private List<Long> find(AuditQuery query) {
		return this.store.find(query).stream().map((changeSet) -> changeSet.at().getEpochSecond()).toList();
	}

	private static ChangeSet changeSet(int second, String actor, String entity) {
		Change change = new Change(entity, String.valueOf(second), ChangeOperation.CREATE, ChangeSource.ORM, Map.of());
		return new ChangeSet(UUID.randomUUID(), Instant.ofEpochSecond(second),
				new ChangeContext(actor, null, null, null, null), List.of(change), 0);
	}

}
