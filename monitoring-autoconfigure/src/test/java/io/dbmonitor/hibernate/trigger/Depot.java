package io.dbmonitor.hibernate.trigger;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** The database makes its id. */
@Entity
class Depot {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	@Nullable Long id;

	@Nullable String name;

	int parcels;

	protected Depot() {
	}

	Depot(String name) {
		this.name = name;
	}

}
