/**
 * How databases are asked: one question after another, with a time-out for all of them,
 * and what cannot be answered told. Knows no database.
 */
@NullMarked
package io.dbmonitor.database.question;

import org.jspecify.annotations.NullMarked;
