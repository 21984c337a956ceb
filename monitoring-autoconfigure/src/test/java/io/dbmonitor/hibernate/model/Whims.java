package io.dbmonitor.hibernate.model;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.hibernate.Hibernate;
import org.hibernate.SharedSessionContract;
import org.jspecify.annotations.Nullable;

/** What a seed decides: values, and which entity is next. */
final class Whims {

	private final SharedSessionContract session;

	private final Random random;

	Whims(SharedSessionContract session, Random random) {
		this.session = session;
		this.random = random;
	}

	/** One in so many times. */
	boolean rarely(int times) {
		return this.random.nextInt(times) == 0;
	}

	boolean flip() {
		return this.random.nextBoolean();
	}

	int number() {
		return this.random.nextInt();
	}

	int number(int bound) {
		return this.random.nextInt(bound);
	}

	String text() {
		return String.format(Locale.ROOT, "%c'\"%d", 'a' + number(8), number(3));
	}

	List<String> texts() {
		return List.of(text(), text() + "ä");
	}

	<T> @Nullable T maybe(Supplier<T> value) {
		return rarely(4) ? null : value.get();
	}

	<T> T one(List<T> all) {
		return all.get(number(all.size()));
	}

	<T> List<T> all(Class<T> type) {
		String id = (type == Stock.class) ? "place.house, e.place.shelf" : "id";
		return this.session.createSelectionQuery("select e from " + type.getSimpleName() + " e order by e." + id, type)
			.getResultStream()
			.map((entity) -> Hibernate.unproxy(entity, type))
			.toList();
	}

	<T> @Nullable T any(Class<T> type) {
		List<T> all = all(type);
		return all.isEmpty() ? null : one(all);
	}

	/** Do something to one, if there is one. */
	<T> void withAny(Class<T> type, Consumer<T> work) {
		T any = any(type);
		if (any != null) {
			work.accept(any);
		}
	}

}
