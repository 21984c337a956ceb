package io.dbmonitor.hibernate.trigger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What a listener refuses does not happen.
 */
abstract class AbstractVetoTests extends AbstractEntityChangeTests {

	AbstractVetoTests(String... database) {
		super(database);
	}

	@Test
	void aVetoLeavesNothing() {
		this.triggers.beforeParcel = refusal();
		this.triggers.afterParcel = (event) -> this.heard.add("after");
		this.triggers.committedParcel = (event) -> this.heard.add("committed");
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> this.transaction.executeWithoutResult((status) -> {
				this.entityManager.persist(new Depot("d"));
				this.entityManager.persist(new Parcel("a"));
				this.entityManager.flush();
			}));
		assertThat(catchThrowable(() -> persist(new Parcel("a")))).hasRootCauseInstanceOf(RefusedException.class);
		assertThat(count("parcel") + count("depot")).isZero();
		assertThat(changes()).isEmpty();
		assertThat(this.heard).isEmpty();
	}

	@Test
	void aVetoOfADeletionAndOfAnUpdateLeavesTheRow() {
		Parcel parcel = persist(new Parcel("a"));
		this.triggers.beforeParcel = refusal();
		assertThat(catchThrowable(() -> edit(parcel, (managed) -> managed.name = "b")))
			.hasRootCauseInstanceOf(RefusedException.class);
		assertThat(catchThrowable(
				() -> this.transaction.executeWithoutResult((status) -> this.entityManager.remove(managed(parcel)))))
			.hasRootCauseInstanceOf(RefusedException.class);
		assertThat(row(parcel)).containsEntry("name", "a");
		assertThat(changes()).hasSize(1);
	}

	@Test
	void aVetoThatIsCaughtRollsBackAllTheSame() {
		this.triggers.beforeParcel = refusal();
		assertThat(catchThrowable(() -> this.transaction.executeWithoutResult((status) -> {
			this.entityManager.persist(new Depot("d"));
			this.entityManager.persist(new Parcel("a"));
			assertThatExceptionOfType(RefusedException.class).isThrownBy(this.entityManager::flush);
		}))).isNotNull();
		assertThat(count("depot")).isZero();
	}

}
