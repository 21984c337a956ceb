package io.dbmonitor.clinic;

import java.util.ArrayList;
import java.util.List;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToMany;
import org.jspecify.annotations.Nullable;

/** An owner of pets. */
@Entity
class Owner {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	@Nullable Long id;

	String lastName = "";

	@OneToMany(cascade = CascadeType.ALL)
	@JoinColumn(name = "owner_id")
	List<Pet> pets = new ArrayList<>();

	/** A pet. */
	@Entity(name = "Pet")
	static class Pet {

		@Id
		@GeneratedValue(strategy = GenerationType.IDENTITY)
		@Nullable Long id;

		String name = "";

	}

}
