/**
 * Keeps change sets in the database that they change, in the same transaction.
 */
@NullMarked
package io.dbmonitor.audit.jdbc;

import org.jspecify.annotations.NullMarked;
