/**
 * Those who buy: reading, adding and editing them.
 */
@NullMarked
package sample.shop.customer;

import org.jspecify.annotations.NullMarked;
