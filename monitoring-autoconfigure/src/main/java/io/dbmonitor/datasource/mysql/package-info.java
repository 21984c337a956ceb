/**
 * What only the drivers of MariaDB and MySQL know of a connection. The only package that
 * imports them.
 */
@NullMarked
package io.dbmonitor.datasource.mysql;

import org.jspecify.annotations.NullMarked;
