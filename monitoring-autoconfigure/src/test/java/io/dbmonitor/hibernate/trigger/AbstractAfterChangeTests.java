package io.dbmonitor.hibernate.trigger;

import java.util.stream.IntStream;

import org.hibernate.FlushMode;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What listeners may do after a write, and when they hear of it.
 */
abstract class AbstractAfterChangeTests extends AbstractEntityChangeTests {

	AbstractAfterChangeTests(String... database) {
		super(database);
	}

	@Test
	void aLogTableIsFilledByJdbc() {
		this.triggers.afterParcel = (event) -> this.jdbc.update(
				"insert into logged_parcel (id, parcel_id, text) values (?, ?, ?)", event.id(), event.id(),
				event.entity().name);
		this.transaction.executeWithoutResult((status) -> IntStream.range(0, 25)
			.forEach((number) -> this.entityManager.persist(new Parcel("p" + number))));
		assertThat(count("logged_parcel join parcel on parcel.id = parcel_id and name = text")).isEqualTo(25);
	}

	@Test
	void aLogTableIsFilledByTheEntityManager() {
		this.triggers.afterParcel = (event) -> this.entityManager
			.persist(new LoggedParcel(event.entity(), event.operation().name()));
		this.transaction.executeWithoutResult((status) -> {
			IntStream.range(0, 25).forEach((number) -> this.entityManager.persist(new Parcel("p" + number)));
			assertThat(this.entityManager.createQuery("select count(p) from Parcel p", Long.class).getSingleResult())
				.isEqualTo(25);
			assertThat(count("logged_parcel")).isEqualTo(25);
		});
		assertThat(count("logged_parcel join parcel on parcel.id = parcel_id and text = 'CREATE'")).isEqualTo(25);
		assertThat(changes()).filteredOn((change) -> change.entity().equals("LoggedParcel")).hasSize(25);
	}

	@Test
	void whatIsChangedAfterAWriteIsFlushedAndToldInTurn() {
		this.triggers.afterParcel = (event) -> {
			this.heard.add(event.operation() + " " + event.changedFields());
			if (event.entity().weight < 2) {
				event.entity().weight++;
				// As a repository's saveAndFlush would
				this.entityManager.flush();
			}
		};
		Parcel parcel = persist(new Parcel("a"));
		assertThat(row(parcel)).containsEntry("weight", 2);
		assertThat(this.heard).containsExactly("CREATE []", "UPDATE [weight]", "UPDATE [weight]");
	}

	@Test
	void aCircleEndsWithAClearError() {
		this.triggers.afterParcel = (event) -> event.entity().weight++;
		assertThat(catchThrowable(() -> persist(new Parcel("a")))).rootCause()
			.isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("listeners change what they hear of");
		assertThat(count("parcel")).isZero();
	}

	@Test
	void whatFailsAfterAWriteRollsBack() {
		this.triggers.afterParcel = refusal();
		this.triggers.committedParcel = (event) -> this.heard.add("committed");
		assertThat(catchThrowable(() -> persist(new Parcel("a")))).hasRootCauseInstanceOf(RefusedException.class);
		assertThat(count("parcel")).isZero();
		assertThat(changes()).isEmpty();
		assertThat(this.heard).isEmpty();
	}

	@Test
	void afterTheCommitOnlyWhatWasCommittedIsHeard() {
		this.triggers.committedParcel = (event) -> this.heard.add("committed " + event.entity().name);
		persist(new Parcel("a"));
		this.transaction.executeWithoutResult((status) -> {
			this.entityManager.persist(new Parcel("b"));
			this.entityManager.flush();
			status.setRollbackOnly();
		});
		assertThat(this.heard).containsExactly("committed a");
	}

	@Test
	void whatFailedToBeWrittenIsNotHeard() {
		this.triggers.afterParcel = (event) -> this.heard.add("after " + event.entity().name);
		assertThat(catchThrowable(() -> this.transaction.executeWithoutResult((status) -> {
			this.entityManager.persist(new Parcel("a".repeat(300)));
			this.entityManager.flush();
		}))).isNotNull();
		assertThat(this.heard).isEmpty();
	}

	@Test
	void anIdentityInsertIsHeardBeforeTheCommitAlsoWithoutAFlush() {
		this.triggers.afterDepot = (event) -> this.heard.add("after " + count("depot"));
		this.transaction.executeWithoutResult((status) -> {
			this.entityManager.unwrap(Session.class).setHibernateFlushMode(FlushMode.MANUAL);
			this.entityManager.persist(new Depot("d"));
		});
		assertThat(this.heard).containsExactly("after 1");
	}

}
