package sample.shop.payment;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * The card company refuses to pay; answered with 409.
 */
public class PaymentDeclinedException extends ErrorResponseException {

	PaymentDeclinedException() {
		super(HttpStatus.CONFLICT, ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "The card is declined"), null);
	}

}
