package io.dbmonitor.hibernate.trigger;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ValueChange;
import jakarta.persistence.FlushModeType;
import org.hibernate.Hibernate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What listeners may do before a write.
 */
abstract class AbstractBeforeChangeTests extends AbstractEntityChangeTests {

	AbstractBeforeChangeTests(String... database) {
		super(database);
	}

	@Test
	void whatIsSetBeforeAnInsertReachesTheRowAndTheAudit() {
		this.triggers.beforeParcel = (event) -> {
			event.entity().note = "set";
			event.entity().origin = "here";
			Objects.requireNonNull(event.entity().size).height = 7;
			event.entity().labels.add("new");
		};
		Parcel parcel = persist(new Parcel("a"));
		assertThat(row(parcel)).containsEntry("note", "set").containsEntry("origin", "here").containsEntry("height", 7);
		assertThat(labels(parcel)).containsExactly("new");
		assertThat(changes()).filteredOn((change) -> change.operation() == ChangeOperation.CREATE)
			.singleElement()
			.satisfies((change) -> assertThat(change.values()).containsEntry("note", new ValueChange(null, "set"))
				.containsEntry("size.height", new ValueChange(null, 7)));
	}

	@Test
	void whatIsSetBeforeAnUpdateReachesTheRowAndTheAudit() {
		Parcel parcel = persist(new Parcel("a"));
		this.triggers.beforeParcel = (event) -> {
			event.entity().note = "set";
			Objects.requireNonNull(event.entity().size).height = 7;
			event.entity().version = 42;
		};
		edit(parcel, (managed) -> managed.name = "b");
		assertThat(row(parcel)).containsEntry("name", "b")
			.containsEntry("note", "set")
			.containsEntry("height", 7)
			.containsEntry("version", 1);
		assertThat(changes()).last()
			.satisfies((change) -> assertThat(change.values()).containsEntry("name", new ValueChange("a", "b"))
				.containsEntry("note", new ValueChange(null, "set"))
				.containsEntry("size.height", new ValueChange(0, 7)));
		assertThat(changes()).hasSize(2);
	}

	@Test
	void aFieldThatIsNeverUpdatedStays() {
		Parcel parcel = persist(new Parcel("a"));
		this.triggers.beforeParcel = (event) -> event.entity().origin = "there";
		edit(parcel, (managed) -> managed.name = "b");
		assertThat(row(parcel)).containsEntry("origin", null);
		assertThat(changes().get(1).values()).doesNotContainKey("origin");
	}

	@Test
	void aFieldThatADynamicUpdateLeavesOutCannotBeSet() {
		this.triggers.beforeTicket = (event) -> event.entity().note = event.operation().name();
		this.transaction.executeWithoutResult((status) -> this.entityManager.persist(new Ticket(1, "a")));
		assertThat(this.jdbc.queryForObject("select note from ticket", String.class)).isEqualTo("CREATE");
		assertThat(catchThrowable(() -> this.transaction
			.executeWithoutResult((status) -> this.entityManager.find(Ticket.class, 1).title = "b"))).rootCause()
			.isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("Ticket.note")
			.hasMessageContaining("@DynamicUpdate");
		assertThat(this.jdbc.queryForObject("select title from ticket", String.class)).isEqualTo("a");
	}

	@Test
	void aFieldThatADynamicUpdateWritesCanBeSet() {
		this.transaction.executeWithoutResult((status) -> this.entityManager.persist(new Ticket(1, "a")));
		this.triggers.beforeTicket = (event) -> event.entity().title = "c";
		this.transaction.executeWithoutResult((status) -> this.entityManager.find(Ticket.class, 1).title = "b");
		assertThat(this.jdbc.queryForObject("select title from ticket", String.class)).isEqualTo("c");
	}

	@Test
	void whatTheUpdateDoesNotWriteIsWrittenByTheNext() {
		Crate crate = persist(new Crate("a", "oak"));
		this.triggers.beforeCrate = (event) -> event.entity().wood = "elm";
		edit(crate, (managed) -> managed.name = "b");
		assertThat(this.jdbc.queryForObject("select wood from crate", String.class)).isEqualTo("elm");
		this.triggers.reset();
		this.triggers.beforeParcel = (event) -> event.entity().note = "set";
		edit(crate, (managed) -> managed.labels.add("x"));
		assertThat(row(crate)).containsEntry("note", "set");
		assertThat(changes())
			.anySatisfy((change) -> assertThat(change.values()).containsEntry("wood", new ValueChange("oak", "elm")))
			.anySatisfy((change) -> assertThat(change.values()).containsEntry("note", new ValueChange(null, "set")));
	}

	@Test
	void whatIsChangedElsewhereBeforeAWriteIsFlushedToo() {
		Depot depot = persist(new Depot("d"));
		this.triggers.beforeParcel = (event) -> {
			((Depot) Hibernate.unproxy(Objects.requireNonNull(event.entity().depot))).parcels++;
			event.entity().labels.add("counted");
		};
		Parcel parcel = persistAt(depot, "a");
		assertThat(this.jdbc.queryForObject("select parcels from depot", Integer.class)).isEqualTo(1);
		this.triggers.beforeParcel = (event) -> event.entity().labels.add("edited");
		edit(parcel, (managed) -> managed.name = "b");
		assertThat(labels(parcel)).containsExactlyInAnyOrder("counted", "edited");
	}

	@Test
	void whatIsSetBeforeAnIdentityInsertReachesTheRow() {
		this.triggers.beforeDepot = (event) -> event.entity().parcels = 3;
		persist(new Depot("d"));
		assertThat(this.jdbc.queryForObject("select parcels from depot", Integer.class)).isEqualTo(3);
	}

	@Test
	void aQueryBeforeAWriteDoesNotFlush() {
		List<Parcel> parcels = IntStream.range(0, 3).mapToObj((number) -> persist(new Parcel("p" + number))).toList();
		this.triggers.beforeParcel = (event) -> this.heard.add(event.entity().name + " "
				+ this.entityManager.createQuery("select p.name from Parcel p order by 1").getResultList());
		this.transaction.executeWithoutResult((status) -> {
			parcels.forEach((parcel) -> managed(parcel).name += "x");
			parcels.forEach((parcel) -> managed(parcel).labels.add("x"));
			this.entityManager.flush();
			assertThat(this.entityManager.getFlushMode()).isEqualTo(FlushModeType.AUTO);
		});
		assertThat(this.heard).containsExactly("p0x [p0, p1, p2]", "p1x [p0, p1, p2]", "p2x [p0, p1, p2]");
		assertThat(parcels).allSatisfy((parcel) -> assertThat(labels(parcel)).containsExactly("x"));
	}

	@Test
	void aFlushBeforeAWriteIsRefused() {
		this.triggers.beforeParcel = (event) -> this.entityManager.flush();
		assertThat(catchThrowable(() -> persist(new Parcel("a")))).rootCause()
			.isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("must not flush");
	}

}
