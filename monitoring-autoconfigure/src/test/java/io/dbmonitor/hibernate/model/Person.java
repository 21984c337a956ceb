package io.dbmonitor.hibernate.model;

import java.util.HashSet;
import java.util.Set;

import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import org.jspecify.annotations.Nullable;

/** The base of a hierarchy, in one table. */
@Entity
@Inheritance(strategy = InheritanceType.SINGLE_TABLE)
public abstract class Person {

	@Id
	@GeneratedValue
	@Nullable Long id;

	@Nullable String name;

	@ElementCollection
	Set<String> labels = new HashSet<>();

}
