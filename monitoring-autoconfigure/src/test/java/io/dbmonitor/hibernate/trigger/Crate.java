package io.dbmonitor.hibernate.trigger;

import jakarta.persistence.Entity;
import org.jspecify.annotations.Nullable;

/** One of a hierarchy. */
@Entity
class Crate extends Parcel {

	@Nullable String wood;

	protected Crate() {
	}

	Crate(String name, String wood) {
		super(name);
		this.wood = wood;
	}

}
