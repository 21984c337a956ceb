package sample.shop.customer;

import java.util.Objects;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import sample.shop.ShopTest;
import sample.shop.TestShop;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@ShopTest
class CustomerTests {

	private final RestTestClient alice;

	CustomerTests(@Autowired TestShop shop) {
		this.alice = shop.alice();
	}

	@Test
	void anEditKeepsThePublicIdAndTheTimeOfCreation() {
		CustomerForm form = new CustomerForm("Old Inn", UUID.randomUUID() + "@example.com", "Porto");
		CustomerView added = customer(
				this.alice.post().uri("/customers").body(form).exchange().expectStatus().isCreated());
		CustomerView edited = customer(this.alice.put()
			.uri("/customers/{id}", added.id())
			.body(new CustomerForm("New Inn", form.email(), "Bergen"))
			.exchange()
			.expectStatus()
			.isOk());
		assertThat(edited.name()).isEqualTo("New Inn");
		assertThat(edited.publicId()).isEqualTo(added.publicId());
		assertThat(edited.updatedAt()).isAfter(added.updatedAt());
		assertThat(customer(this.alice.get().uri("/customers/{id}", added.id()).exchange().expectStatus().isOk()))
			.isEqualTo(edited);
	}

	@Test
	void anAddressThatAnotherCustomerHasIsRefused() {
		CustomerForm form = new CustomerForm("Inn", "hill.cafe@example.com", "Porto");
		this.alice.post().uri("/customers").body(form).exchange().expectStatus().isEqualTo(HttpStatus.CONFLICT);
	}

	private static CustomerView customer(RestTestClient.ResponseSpec response) {
		return Objects.requireNonNull(response.expectBody(CustomerView.class).returnResult().getResponseBody());
	}

}
