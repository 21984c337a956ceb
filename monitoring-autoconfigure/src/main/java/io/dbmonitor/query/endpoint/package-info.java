/**
 * The section {@code queries}.
 */
@NullMarked
package io.dbmonitor.query.endpoint;

import org.jspecify.annotations.NullMarked;
