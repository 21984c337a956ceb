package sample.shop.review;

import java.util.Objects;

import org.junit.jupiter.api.Test;
import sample.shop.ShopTest;
import sample.shop.TestShop;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@ShopTest
class ReviewTests {

	private final TestShop shop;

	private final long product;

	ReviewTests(@Autowired TestShop shop) {
		this.shop = shop;
		this.product = shop.addProduct(1);
	}

	@Test
	void aReviewSaysWhoWroteItAndWhoEditedIt() {
		ReviewView added = review(this.shop.alice()
			.post()
			.uri("/reviews?product={id}", this.product)
			.body(new ReviewForm(2, "Wobbles"))
			.exchange()
			.expectStatus()
			.isCreated());
		assertThat(added.createdBy()).isEqualTo("alice");
		assertThat(added.modifiedBy()).isEqualTo("alice");
		ReviewView edited = review(this.shop.bob()
			.put()
			.uri("/reviews/{id}", added.id())
			.body(new ReviewForm(3, "Wobbles a little"))
			.exchange()
			.expectStatus()
			.isOk());
		assertThat(edited.createdBy()).isEqualTo("alice");
		assertThat(edited.modifiedBy()).isEqualTo("bob");
		assertThat(edited.modifiedAt()).isAfter(added.modifiedAt());
		this.shop.alice()
			.get()
			.uri("/reviews?product={id}", this.product)
			.exchange()
			.expectBody()
			.jsonPath("$[0].stars")
			.isEqualTo(3)
			.jsonPath("$.length()")
			.isEqualTo(1);
	}

	@Test
	void aReviewOfWhatIsNotSoldIsRefused() {
		this.shop.alice()
			.post()
			.uri("/reviews?product=0")
			.body(new ReviewForm(1, "Never came"))
			.exchange()
			.expectStatus()
			.isNotFound();
	}

	private static ReviewView review(RestTestClient.ResponseSpec response) {
		return Objects.requireNonNull(response.expectBody(ReviewView.class).returnResult().getResponseBody());
	}

}
