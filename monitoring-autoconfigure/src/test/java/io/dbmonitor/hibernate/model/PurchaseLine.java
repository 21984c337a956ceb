package io.dbmonitor.hibernate.model;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import org.jspecify.annotations.Nullable;

/** Belongs to a purchase. */
@Entity
public class PurchaseLine {

	@Id
	@GeneratedValue
	@Nullable Long id;

	int amount;

	@ManyToOne
	@Nullable Product product;

	@ManyToOne(fetch = FetchType.LAZY)
	@Nullable Purchase purchase;

}
