package sample.shop.customer;

import jakarta.persistence.Entity;
import sample.shop.BaseEntity;

/**
 * Somebody who buys.
 */
@Entity
public class Customer extends BaseEntity {

	private String name;

	private String email;

	private String city;

	// For Hibernate
	@SuppressWarnings("NullAway.Init")
	protected Customer() {
	}

	Customer(String name, String email, String city) {
		this.name = name;
		this.email = email;
		this.city = city;
	}

	public String getName() {
		return this.name;
	}

	String getEmail() {
		return this.email;
	}

	String getCity() {
		return this.city;
	}

	void edit(String name, String email, String city) {
		this.name = name;
		this.email = email;
		this.city = city;
	}

}
