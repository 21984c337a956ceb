package io.dbmonitor.hibernate.trigger;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import org.jspecify.annotations.Nullable;

/** A row of a log table. */
@Entity
class LoggedParcel {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE)
	@Nullable Long id;

	@ManyToOne
	@Nullable Parcel parcel;

	@Nullable String text;

	protected LoggedParcel() {
	}

	LoggedParcel(@Nullable Parcel parcel, String text) {
		this.parcel = parcel;
		this.text = text;
	}

}
