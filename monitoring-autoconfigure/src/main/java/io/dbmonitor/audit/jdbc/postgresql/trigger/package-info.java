/**
 * Triggers of PostgreSQL that record the rows which any program writes, and the thread
 * that joins them to the changes that the application knows of. Plain JDBC.
 */
@NullMarked
package io.dbmonitor.audit.jdbc.postgresql.trigger;

import org.jspecify.annotations.NullMarked;
