/**
 * What is sold: its price and its stock, changed through JPA, in bulk and past JPA. What
 * goes through JPA keeps a rule and leaves a log.
 */
@NullMarked
package sample.shop.product;

import org.jspecify.annotations.NullMarked;
