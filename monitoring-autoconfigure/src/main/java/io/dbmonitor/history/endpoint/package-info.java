/**
 * The section {@code history} of the endpoint.
 */
@NullMarked
package io.dbmonitor.history.endpoint;

import org.jspecify.annotations.NullMarked;
