package io.dbmonitor.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches unless the monitor as a whole ({@code dbmonitor.enabled}) or the feature
 * ({@code dbmonitor.<feature>.enabled}) is switched off.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnFeatureCondition.class)
public @interface ConditionalOnFeature {

	/**
	 * The feature as properties name it; empty for what belongs to none.
	 * @return the name
	 */
	String value() default "";

}
