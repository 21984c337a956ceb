/**
 * What only PostgreSQL's driver knows of a connection. The only package that imports the
 * driver.
 */
@NullMarked
package io.dbmonitor.datasource.postgresql;

import org.jspecify.annotations.NullMarked;
