/**
 * The alerts as Boot's health endpoint shows them.
 */
@NullMarked
package io.dbmonitor.alert.health;

import org.jspecify.annotations.NullMarked;
