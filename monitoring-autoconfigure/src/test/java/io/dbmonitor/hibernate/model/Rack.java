package io.dbmonitor.hibernate.model;

import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** A UUID; its row knows its category, it does not. */
@Entity
public class Rack {

	@Id
	@GeneratedValue(strategy = GenerationType.UUID)
	@Nullable UUID id;

	@Nullable String place;

}
