package sample.shop.customer;

import java.time.Instant;
import java.util.UUID;

/**
 * What a client is told of a customer.
 */
record CustomerView(long id, UUID publicId, String name, String email, String city, Instant createdAt,
		Instant updatedAt) {

	static CustomerView of(Customer customer) {
		return new CustomerView(customer.getId(), customer.getPublicId(), customer.getName(), customer.getEmail(),
				customer.getCity(), customer.getCreatedAt(), customer.getUpdatedAt());
	}

}
