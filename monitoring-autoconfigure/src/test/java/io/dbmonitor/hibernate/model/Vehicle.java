package io.dbmonitor.hibernate.model;

import jakarta.persistence.Entity;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.Version;

/** The base of a hierarchy, in joined tables, with a version in the first. */
@Entity
@Inheritance(strategy = InheritanceType.JOINED)
public abstract class Vehicle extends Heir {

	@Version
	int version;

}
