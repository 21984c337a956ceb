package sample.shop.review;

import java.time.Instant;
import java.util.UUID;

/**
 * What a client is told of a review.
 */
record ReviewView(UUID id, int stars, String text, String createdBy, Instant createdAt, String modifiedBy,
		Instant modifiedAt) {

	static ReviewView of(Review review) {
		return new ReviewView(review.getId(), review.getStars(), review.getText(), review.getCreatedBy(),
				review.getCreatedAt(), review.getModifiedBy(), review.getModifiedAt());
	}

}
