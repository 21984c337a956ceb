package io.dbmonitor.hibernate.model;

import jakarta.persistence.Entity;
import org.jspecify.annotations.Nullable;

/** One of a hierarchy. */
@Entity
public class Truck extends Vehicle {

	@Nullable String load;

}
