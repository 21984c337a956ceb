package io.dbmonitor.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a real PostgreSQL: a parameter of type {@link PostgresDatabase} is a
 * fresh database, made for the class and dropped behind it. The server is a container
 * where Docker answers, else the embedded one; the system properties
 * {@code dbmonitor.test.postgres.source} and {@code dbmonitor.test.postgres.version}
 * choose otherwise.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Tag("database")
@ExtendWith(PostgresExtension.class)
public @interface PostgresTest {

}
