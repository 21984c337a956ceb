/**
 * What the project's own tests share: a real PostgreSQL for each integration test.
 */
@NullMarked
package io.dbmonitor.testing;

import org.jspecify.annotations.NullMarked;
