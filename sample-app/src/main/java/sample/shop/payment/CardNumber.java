package sample.shop.payment;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;

/**
 * The text must be the number of a card: 12 to 19 digits.
 */
@Documented
@Target({ ElementType.FIELD, ElementType.PARAMETER })
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = {})
@Pattern(regexp = "\\d{12,19}")
@ReportAsSingleViolation
public @interface CardNumber {

	String message() default "must be 12 to 19 digits";

	Class<?>[] groups() default {};

	Class<? extends Payload>[] payload() default {};

}
