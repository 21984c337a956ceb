package io.dbmonitor.benchmarks.start;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** An entity. */
@Entity
class Item {

	@Id
	@GeneratedValue
	@Nullable Long id;

	@Nullable String name;

}
