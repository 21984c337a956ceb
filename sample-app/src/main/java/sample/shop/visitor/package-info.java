/**
 * The built-in visitor, who keeps traffic going through the HTTP API so that there is
 * something to see.
 */
@NullMarked
package sample.shop.visitor;

import org.jspecify.annotations.NullMarked;
