package sample.shop.product;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A price breaks the {@link PriceRule}; answered with 409.
 */
class PriceRefusedException extends ErrorResponseException {

	PriceRefusedException(String reason) {
		super(HttpStatus.CONFLICT, ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, reason), null);
	}

}
