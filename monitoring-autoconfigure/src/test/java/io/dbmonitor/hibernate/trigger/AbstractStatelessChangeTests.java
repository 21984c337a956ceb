package io.dbmonitor.hibernate.trigger;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Listeners hear of stateless sessions.
 */
abstract class AbstractStatelessChangeTests extends AbstractEntityChangeTests {

	private @Nullable StatelessSession stateless;

	AbstractStatelessChangeTests(String... database) {
		super(database);
	}

	@Test
	void aStatelessSessionIsHeardToo() {
		this.triggers.beforeParcel = (event) -> {
			this.heard.add("before " + event.operation() + " " + event.changedFields() + " " + event.oldValue("name"));
			event.entity().note = event.operation().name();
		};
		this.triggers.afterParcel = (event) -> this.heard.add("after " + event.operation() + " " + event.changedFields()
				+ " " + event.oldValue("name") + " " + note(event.entity()));
		Parcel parcel = new Parcel("a");
		parcel.note = "none";
		stateless((session) -> session.insert(parcel));
		parcel.name = "b";
		stateless((session) -> session.update(parcel));
		parcel.name = "c";
		stateless((session) -> session.upsert(parcel));
		stateless((session) -> session.delete(parcel));
		assertThat(this.heard).containsExactly("before CREATE [] null", "after CREATE [] null CREATE",
				"before UPDATE [name] a", "after UPDATE [name, note] a UPDATE", "before UPDATE [name] b",
				"after UPDATE [name] b UPDATE", "before DELETE [] c", "after DELETE [] c ");
	}

	@Test
	void aStatelessSessionsBatchIsThereForWhoHearsOfIt() {
		this.triggers.afterParcel = (event) -> this.heard.add(note(event.entity()));
		stateless((session) -> session.insertMultiple(IntStream.range(0, 3).mapToObj((number) -> {
			Parcel parcel = new Parcel("p");
			parcel.note = "n" + number;
			return parcel;
		}).toList()));
		assertThat(this.heard).containsExactly("n0", "n1", "n2");
	}

	@Test
	void aVetoOfAStatelessSessionLeavesNothing() {
		this.triggers.beforeParcel = refusal();
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> stateless((session) -> session.insert(new Parcel("a"))));
		assertThat(count("parcel")).isZero();
		assertThat(changes()).isEmpty();
	}

	@Test
	void aCircleOfAStatelessSessionEndsWithAClearError() {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> stateless((session) -> {
			this.triggers.afterParcel = (event) -> session.update(event.entity());
			session.insert(new Parcel("a"));
		})).withMessageContaining("go round in a circle");
		assertThat(count("parcel")).isZero();
	}

	private void stateless(Consumer<StatelessSession> work) {
		this.sessionFactory.inStatelessTransaction((session) -> {
			this.stateless = session;
			work.accept(session);
		});
	}

	/** As the session's connection sees the row. */
	private String note(Parcel parcel) {
		return String.join(",",
				Objects.requireNonNull(this.stateless)
					.createNativeQuery("select note from parcel where id = ?1", String.class)
					.setParameter(1, parcel.id)
					.getResultList());
	}

}
