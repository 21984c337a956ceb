package io.dbmonitor.hibernate.model;

import jakarta.persistence.Entity;

/** One of a hierarchy. */
@Entity
public class Savings extends Account {

	int rate;

}
