/**
 * What only H2's driver knows of a connection. The only package that imports it.
 */
@NullMarked
package io.dbmonitor.datasource.h2;

import org.jspecify.annotations.NullMarked;
