package io.dbmonitor.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a real MariaDB, where this machine has its program: a parameter of
 * type {@link MariaDbDatabase} is a fresh database, made for the class and dropped behind
 * it. Elsewhere the class is skipped.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Tag("database")
@ExtendWith(MariaDbExtension.class)
public @interface MariaDbTest {

}
