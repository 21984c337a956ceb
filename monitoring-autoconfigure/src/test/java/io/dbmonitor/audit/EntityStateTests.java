package io.dbmonitor.audit;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EntityStateTests {

	private static final Change CREATED = change(ChangeOperation.CREATE, "name", new ValueChange(null, "a"));

	private static final Change DELETED = new Change("Item", "1", ChangeOperation.DELETE, ChangeSource.TRIGGER,
			Map.of());

	@Test
	void anElementIsThereAsOftenAsItCameAndDidNotGo() {
		assertThat(EntityState.after(List.of(CREATED, tags(List.of("x", "y", "x", "x"), List.of()),
				tags(List.of("z"), List.of("x", "y", "missing")))))
			.hasValue(Map.of("name", "a", "tags", List.of("x", "x", "z")));
	}

	/** Where the database cascades. */
	@Test
	void elementsCanGoBehindWhatTheyWereElementsOf() {
		assertThat(EntityState
			.after(List.of(CREATED, tags(List.of("x"), List.of()), DELETED, tags(List.of(), List.of("x"))))).isEmpty();
		assertThat(EntityState.after(List.of(CREATED, DELETED, tags(List.of(), List.of("x")), CREATED)))
			.hasValue(Map.of("name", "a"));
	}

	/** Of an entity that has several tables, or a part that is optional. */
	@Test
	void rowsOfOtherTablesCanGoBehindTheFirst() {
		Change second = new Change("Item", "1", ChangeOperation.UPDATE, ChangeSource.TRIGGER,
				Map.of("size", new ValueChange(7, null)));
		assertThat(EntityState.after(List.of(CREATED, DELETED, second))).isEmpty();
		assertThat(EntityState.after(List.of(CREATED, DELETED, CREATED, second))).hasValue(Map.of("name", "a"));
	}

	@Test
	void whatWasThereBeforeTheAuditIsThereThoughAnElementWent() {
		assertThat(EntityState.after(List.of(tags(List.of(), List.of("x"))))).hasValue(Map.of());
	}

	@Test
	void whatIsComparedIsHowOftenAnElementIsThere() {
		assertThat(CollectionChange.between(List.of("a", "b", "b", "c"), List.of("b", "c", "c", "d")))
			.isEqualTo(new CollectionChange(List.of("c", "d"), List.of("a", "b"), false));
		assertThat(CollectionChange.between(List.of("a", "b"), List.of("b", "a")).isEmpty()).isTrue();
	}

	private static Change tags(List<Object> added, List<Object> removed) {
		return change(ChangeOperation.UPDATE, "tags", new CollectionChange(added, removed, false));
	}

	private static Change change(ChangeOperation operation, String field, FieldChange change) {
		return new Change("Item", "1", operation, ChangeSource.TRIGGER, Map.of(field, change));
	}

}
