package sample.shop.security;

import org.junit.jupiter.api.Test;
import sample.shop.ShopTest;
import sample.shop.TestShop;

import org.springframework.beans.factory.annotation.Autowired;

@ShopTest
class SecurityTests {

	private final TestShop shop;

	SecurityTests(@Autowired TestShop shop) {
		this.shop = shop;
	}

	@Test
	void theApiAsksForALogin() {
		this.shop.anonymous().get().uri("/products").exchange().expectStatus().isUnauthorized();
	}

	@Test
	void pricesAndReportsAreForTheAdministrator() {
		this.shop.alice().post().uri("/products/price-change?percent=1").exchange().expectStatus().isForbidden();
		this.shop.alice().get().uri("/reports/sales").exchange().expectStatus().isForbidden();
		this.shop.bob().get().uri("/reports/sales").exchange().expectStatus().isOk();
	}

	@Test
	void theActuatorIsOpenToReadersOnly() {
		this.shop.anonymous().get().uri("/actuator/prometheus").exchange().expectStatus().isOk();
		this.shop.anonymous().post().uri("/actuator/prometheus").exchange().expectStatus().isUnauthorized();
	}

}
