package io.dbmonitor.hibernate.model;

import java.util.HashSet;
import java.util.Set;

import jakarta.persistence.ElementCollection;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import org.jspecify.annotations.Nullable;

/** What the entities of all hierarchies have. */
@MappedSuperclass
public abstract class Heir {

	@Id
	@GeneratedValue
	@Nullable Long id;

	@Nullable String name;

	@ElementCollection
	Set<String> labels = new HashSet<>();

}
