/**
 * Taking the money for an order from a card, through the gateway of a made-up card
 * company.
 */
@NullMarked
package sample.shop.payment;

import org.jspecify.annotations.NullMarked;
