/**
 * How changes are written fastest to PostgreSQL.
 */
@NullMarked
package io.dbmonitor.audit.jdbc.postgresql;

import org.jspecify.annotations.NullMarked;
