package sample.shop.product;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * More is ordered of a product than there is; answered with 409.
 */
public class OutOfStockException extends ErrorResponseException {

	OutOfStockException(Product product, int quantity) {
		super(HttpStatus.CONFLICT,
				ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT,
						"Of product %d there are %d, not %d".formatted(product.getId(), product.getStock(), quantity)),
				null);
	}

}
