package sample.shop.product;

import org.junit.jupiter.api.Test;
import sample.shop.ShopTest;
import sample.shop.TestShop;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

@ShopTest
class ProductTests {

	private final TestShop shop;

	private final long product;

	ProductTests(@Autowired TestShop shop) {
		this.shop = shop;
		this.product = shop.addProduct(5);
	}

	@Test
	void aPriceChangeChangesEveryPrice() {
		this.shop.bob().post().uri("/products/price-change?percent=25").exchange().expectStatus().isOk();
		this.shop.alice()
			.get()
			.uri("/products/{id}", this.product)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.price")
			.isEqualTo(12.5);
	}

	@Test
	void aPriceChangeByTooMuchIsRefused() {
		this.shop.bob().post().uri("/products/price-change?percent=101").exchange().expectStatus().isBadRequest();
	}

	@Test
	void restockingAddsToTheStock() {
		this.shop.bob()
			.post()
			.uri("/products/{id}/restock?quantity=7", this.product)
			.exchange()
			.expectStatus()
			.isNoContent();
		assertThat(this.shop.stockOf(this.product)).isEqualTo(12);
	}

	@Test
	void restockingWhatIsNotSoldIsRefused() {
		this.shop.bob().post().uri("/products/0/restock?quantity=7").exchange().expectStatus().isNotFound();
	}

}
