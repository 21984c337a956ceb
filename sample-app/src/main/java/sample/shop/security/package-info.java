/**
 * Who may do what, and the two demo users.
 */
@NullMarked
package sample.shop.security;

import org.jspecify.annotations.NullMarked;
