/**
 * A small shop that shows what dbmonitor shows. Each feature has a package; here lives
 * the application itself and what its features share. Where the shop treats its database
 * badly it does so on purpose, and the code says "Deliberately".
 */
@NullMarked
package sample.shop;

import org.jspecify.annotations.NullMarked;
