/**
 * The starter beside what applications use with it, a test class each.
 */
@NullMarked
package io.dbmonitor.compatibility;

import org.jspecify.annotations.NullMarked;
