package io.dbmonitor.compatibility.way;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** An entity of the entity manager. */
@Entity
@Table(name = "by_entity_manager")
class Author {

	@Id
	@GeneratedValue
	@Nullable Long id;

	String name = "";

	protected Author() {
	}

	Author(String name) {
		this.name = name;
	}

}
