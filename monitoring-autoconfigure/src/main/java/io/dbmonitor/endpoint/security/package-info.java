/**
 * Where the page finds Spring Security's CSRF token.
 */
@NullMarked
package io.dbmonitor.endpoint.security;

import org.jspecify.annotations.NullMarked;
