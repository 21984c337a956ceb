package io.dbmonitor.hibernate.trigger;

import java.util.Arrays;
import java.util.Objects;

import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.event.AfterEntityChange;
import org.hibernate.Hibernate;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who hears of what, and what an event tells.
 */
abstract class AbstractHeardChangeTests extends AbstractEntityChangeTests {

	AbstractHeardChangeTests(String... database) {
		super(database);
	}

	@Test
	void anEventTellsWhatChanges() {
		this.triggers.beforeParcel = (event) -> this.heard.add("before "
				+ describe(event.operation(), event.changedFields(), event.oldValue("name"), event.newValue("name")));
		this.triggers.afterParcel = (event) -> this.heard.add("after "
				+ describe(event.operation(), event.changedFields(), event.oldValue("name"), event.newValue("name"))
				+ (event.id().equals(event.entity().id) ? "" : " with another id"));
		Parcel parcel = persist(new Parcel("a"));
		edit(parcel, (managed) -> managed.name = "b");
		edit(parcel, (managed) -> managed.labels.add("x"));
		this.transaction.executeWithoutResult((status) -> this.entityManager.remove(managed(parcel)));
		assertThat(this.heard).containsExactly("before CREATE [] null a", "after CREATE [] null a",
				"before UPDATE [name] a b", "after UPDATE [name] a b", "before UPDATE [] b b", "after UPDATE [] b b",
				"before DELETE [] b null", "after DELETE [] b null");
	}

	private static String describe(Object... parts) {
		return String.join(" ", Arrays.stream(parts).map(String::valueOf).toList());
	}

	@Test
	void anEventHasNoFieldsButThoseThatItTellsOf() {
		this.triggers.beforeParcel = (event) -> {
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> event.oldValue("labels"));
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> event.newValue("other"))
				.withMessageContaining("Parcel has no field 'other'");
			this.heard.add("asked");
		};
		persist(new Parcel("a"));
		assertThat(this.heard).containsExactly("asked");
	}

	@Test
	void subclassesAreHeardByListenersOfTheirSuperclassesAndInterfaces() {
		this.triggers.beforeParcel = (event) -> this.heard.add("parcel " + event.entity().getClass().getSimpleName());
		this.triggers.beforeCrate = (event) -> this.heard.add("crate " + event.entity().wood);
		this.triggers.afterWeighed = (event) -> this.heard.add("weighed " + event.entity().weight());
		persist(new Crate("a", "oak"));
		assertThat(this.heard).containsExactlyInAnyOrder("parcel Crate", "crate oak", "weighed 0");
		this.heard.clear();
		persist(new Parcel("b"));
		assertThat(this.heard).containsExactly("parcel Parcel", "weighed 0");
	}

	@Test
	void listenersThatAreLambdasHearTheirEntityOnly() {
		this.triggers.beforeDepot = (event) -> this.heard.add("before " + event.entity().name + " " + event.id());
		this.triggers.afterDepot = (event) -> this.heard
			.add("after " + event.entity().name + (event.id().equals(event.entity().id) ? "" : " with another id"));
		persist(new Depot("d"));
		persist(new Parcel("a"));
		assertThat(this.heard).containsExactly("before d null", "after d");
	}

	@Test
	void listenersToEverythingAreSparedEntities() {
		this.triggers.any = (event) -> this.heard.add(event.getClass().getSimpleName());
		persist(new Parcel("a"));
		assertThat(this.heard).isEmpty();
	}

	@Test
	void aListenerThatComesLaterIsHeardFrom() {
		persist(new LoggedParcel(null, "a"));
		ApplicationListener<AfterEntityChange<LoggedParcel>> listener = new ApplicationListener<>() {

			@Override
			public void onApplicationEvent(AfterEntityChange<LoggedParcel> event) {
				AbstractHeardChangeTests.this.heard.add("late");
			}

		};
		this.context.addApplicationListener(listener);
		persist(new LoggedParcel(null, "b"));
		this.context.removeApplicationListener(listener);
		persist(new LoggedParcel(null, "c"));
		assertThat(this.heard).containsExactly("late");
	}

	@Test
	void lazyAssociationsCanBeReadInEachPhase() {
		Parcel parcel = persistAt(persist(new Depot("d")), "a");
		this.triggers.beforeParcel = (event) -> readDepot("before", event.operation(), event.entity());
		this.triggers.afterParcel = (event) -> readDepot("after", event.operation(), event.entity());
		edit(parcel, (managed) -> managed.name = "b");
		this.transaction.executeWithoutResult((status) -> this.entityManager.remove(managed(parcel)));
		assertThat(this.heard).containsExactly("before UPDATE d", "after UPDATE d", "before DELETE d",
				"after DELETE d");
	}

	private void readDepot(String phase, ChangeOperation operation, Parcel parcel) {
		assertThat(Hibernate.isInitialized(parcel.depot)).isEqualTo(phase.equals("after"));
		Depot depot = (Depot) Hibernate.unproxy(Objects.requireNonNull(parcel.depot));
		this.heard.add(phase + " " + operation + " " + depot.name);
	}

	@Test
	void anEntityThatIsUpdatedUnseenTellsItsRow() {
		Parcel parcel = persist(new Parcel("a"));
		this.triggers.beforeParcel = (event) -> this.heard.add(event.changedFields() + " " + event.oldValue("name"));
		parcel.name = "b";
		this.transaction.executeWithoutResult((status) -> this.entityManager.merge(parcel));
		assertThat(this.heard).containsExactly("[name] a");
	}

}
