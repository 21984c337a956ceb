package io.dbmonitor.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Fails a test whose method sends too many statements, or an N+1. What methods behind
 * {@code @BeforeEach} and {@code @AfterEach} send does not count. On a class it holds for
 * each of its tests; the one on a method goes first. As {@link Statements#sentBy} it
 * counts what all threads send; a class with this annotation is not to run in parallel
 * with others on the same context.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(MaxStatementsExtension.class)
public @interface MaxStatements {

	/** Stands for "as many as they are". */
	int UNLIMITED = Integer.MAX_VALUE;

	/**
	 * How many statements of all operations.
	 * @return at most
	 */
	int value() default UNLIMITED;

	/**
	 * How many reads.
	 * @return at most
	 */
	int select() default UNLIMITED;

	/**
	 * How many inserts; a batch is one.
	 * @return at most
	 */
	int insert() default UNLIMITED;

	/**
	 * How many updates; a batch is one.
	 * @return at most
	 */
	int update() default UNLIMITED;

	/**
	 * How many deletes; a batch is one.
	 * @return at most
	 */
	int delete() default UNLIMITED;

	/**
	 * Whether an N+1 is tolerated.
	 * @return whether it is
	 * @see SentStatementsAssert#hasNoNPlusOne()
	 */
	boolean nPlusOne() default false;

}
