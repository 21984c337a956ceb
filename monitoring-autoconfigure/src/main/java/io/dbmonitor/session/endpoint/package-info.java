/**
 * The section {@code sessions}.
 */
@NullMarked
package io.dbmonitor.session.endpoint;

import org.jspecify.annotations.NullMarked;
