package sample.shop;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers 409 to what the database refuses: the state of its rows is at odds with the
 * request. What exactly the database said is not for the client.
 */
@RestControllerAdvice
class ConflictAdvice {

	@ExceptionHandler
	ProblemDetail handle(ConcurrencyFailureException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "Somebody else changed it at the same time");
	}

	@ExceptionHandler
	ProblemDetail handle(DataIntegrityViolationException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "It contradicts what is stored already");
	}

}
