/**
 * Orders and their lines: placing one under the row locks of its products, paying it,
 * listing them.
 */
@NullMarked
package sample.shop.order;

import org.jspecify.annotations.NullMarked;
