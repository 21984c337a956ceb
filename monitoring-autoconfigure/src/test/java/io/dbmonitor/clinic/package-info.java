/**
 * A web application of the usual kind: repositories, a cache, a controller, and views
 * that read what was not fetched.
 */
@NullMarked
package io.dbmonitor.clinic;

import org.jspecify.annotations.NullMarked;
