/**
 * What the starter shows of the shop, compared with the truth.
 */
@NullMarked
package sample.shop.monitoring;

import org.jspecify.annotations.NullMarked;
