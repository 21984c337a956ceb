/**
 * What buyers say of products; Spring Data's auditing says who said it, and when.
 */
@NullMarked
package sample.shop.review;

import org.jspecify.annotations.NullMarked;
