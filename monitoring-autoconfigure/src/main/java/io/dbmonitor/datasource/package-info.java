/**
 * Which data sources are watched.
 */
@NullMarked
package io.dbmonitor.datasource;

import org.jspecify.annotations.NullMarked;
