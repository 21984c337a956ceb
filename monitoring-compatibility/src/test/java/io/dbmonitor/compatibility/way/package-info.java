/**
 * One application that goes to its database by every way there is.
 */
@NullMarked
package io.dbmonitor.compatibility.way;

import org.jspecify.annotations.NullMarked;
