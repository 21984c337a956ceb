/**
 * Assertions on the statements that an application sends, for its own tests:
 * {@link io.dbmonitor.test.Statements} is a bean of each of Spring's test contexts,
 * {@link io.dbmonitor.test.MaxStatements} the annotation for whole test methods. Not for
 * production: the only package that imports test libraries.
 */
@NullMarked
package io.dbmonitor.test;

import org.jspecify.annotations.NullMarked;
