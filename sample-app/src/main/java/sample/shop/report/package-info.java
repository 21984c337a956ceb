/**
 * Figures for the shop's owner, worked out by the database.
 */
@NullMarked
package sample.shop.report;

import org.jspecify.annotations.NullMarked;
