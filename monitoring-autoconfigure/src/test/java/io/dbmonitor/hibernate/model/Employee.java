package io.dbmonitor.hibernate.model;

import jakarta.persistence.Entity;

/** One of a hierarchy. */
@Entity
public class Employee extends Person {

	int salary;

}
