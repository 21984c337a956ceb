package sample.shop.review;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * What a client says of a product.
 *
 * @param stars one to five
 * @param text why
 */
record ReviewForm(@Min(1) @Max(5) int stars, @NotBlank @Size(max = 1000) String text) {
}
