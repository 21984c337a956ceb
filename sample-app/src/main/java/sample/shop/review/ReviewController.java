package sample.shop.review;

import java.util.List;
import java.util.UUID;

import jakarta.validation.Valid;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/reviews")
class ReviewController {

	private final ReviewService reviews;

	ReviewController(ReviewService reviews) {
		this.reviews = reviews;
	}

	@GetMapping
	List<ReviewView> list(@RequestParam long product) {
		return this.reviews.list(product);
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	ReviewView add(@RequestParam long product, @Valid @RequestBody ReviewForm form) {
		return this.reviews.add(product, form);
	}

	@PutMapping("/{id}")
	ReviewView edit(@PathVariable UUID id, @Valid @RequestBody ReviewForm form) {
		return this.reviews.edit(id, form);
	}

}
