/**
 * What is sold: its price and its stock, changed through JPA, in bulk and past JPA.
 */
@NullMarked
package sample.shop.product;

import org.jspecify.annotations.NullMarked;
