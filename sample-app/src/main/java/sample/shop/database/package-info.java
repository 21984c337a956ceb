/**
 * The PostgreSQL server that the shop brings along for whoever has none.
 */
@NullMarked
package sample.shop.database;

import org.jspecify.annotations.NullMarked;
