package io.dbmonitor.hibernate.model;

import jakarta.persistence.Entity;

/** One of a hierarchy. */
@Entity
public class Car extends Vehicle {

	int doors;

}
