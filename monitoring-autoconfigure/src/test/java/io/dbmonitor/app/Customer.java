package io.dbmonitor.app;

import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

/** A customer. */
@Entity
public class Customer {

	@Id
	@GeneratedValue
	@Nullable Long id;

	@Version
	int version;

	String name = "";

	@Nullable String passwordHash;

	@Embedded
	@Nullable Address address;

	@ManyToOne(fetch = FetchType.LAZY)
	@Nullable Customer recommendedBy;

	protected Customer() {
	}

	public Customer(String name) {
		this.name = name;
	}

	public @Nullable Long getId() {
		return this.id;
	}

	public void setName(String name) {
		this.name = name;
	}

	public void setPasswordHash(String passwordHash) {
		this.passwordHash = passwordHash;
	}

	public void setCity(String city) {
		this.address = new Address(city);
	}

	public void setRecommendedBy(@Nullable Customer recommendedBy) {
		this.recommendedBy = recommendedBy;
	}

	/** Where somebody lives. */
	@Embeddable
	static class Address {

		@Nullable String city;

		protected Address() {
		}

		Address(String city) {
			this.city = city;
		}

	}

}
