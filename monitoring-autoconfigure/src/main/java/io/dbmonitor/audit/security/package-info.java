/**
 * Who acts, according to Spring Security. The only package that imports Spring Security.
 */
@NullMarked
package io.dbmonitor.audit.security;

import org.jspecify.annotations.NullMarked;
