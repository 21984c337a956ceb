package sample.shop.review;

import java.util.List;
import java.util.UUID;

import sample.shop.product.ProductRepository;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.server.ResponseStatusException;

/**
 * Reads, adds and edits reviews.
 */
@Service
class ReviewService {

	private final ReviewRepository reviews;

	private final ProductRepository products;

	ReviewService(ReviewRepository reviews, ProductRepository products) {
		this.reviews = reviews;
		this.products = products;
	}

	@Transactional(readOnly = true)
	List<ReviewView> list(long product) {
		return this.reviews.findFirst100ByProductIdOrderByCreatedAt(product).stream().map(ReviewView::of).toList();
	}

	@Transactional
	ReviewView add(long product, ReviewForm form) {
		return this.products.findById(product)
			.map((found) -> new Review(found, form.stars(), form.text()))
			.map(this.reviews::saveAndFlush)
			.map(ReviewView::of)
			.orElseThrow(() -> notFound("product", product));
	}

	@Transactional
	ReviewView edit(UUID id, ReviewForm form) {
		Review review = this.reviews.findById(id).orElseThrow(() -> notFound("review", id));
		review.edit(form.stars(), form.text());
		return ReviewView.of(this.reviews.saveAndFlush(review));
	}

	private static ResponseStatusException notFound(String what, Object id) {
		return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no " + what + " " + id);
	}

}
