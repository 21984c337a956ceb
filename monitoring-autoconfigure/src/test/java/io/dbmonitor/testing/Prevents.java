package io.dbmonitor.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names what broke an application with another tool, and is kept from happening here by
 * the test: by the thread that tells of it, as {@code repository#number}, or in a few
 * words where it is a fact of a library.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Prevents {

	/**
	 * What is prevented.
	 * @return threads, or facts
	 */
	String[] value();

}
