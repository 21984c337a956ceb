/**
 * PostgreSQL's inspector, versions 14 and newer.
 */
@NullMarked
package io.dbmonitor.database.postgresql;

import org.jspecify.annotations.NullMarked;
