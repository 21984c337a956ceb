/**
 * H2's inspector, version 2: sessions, and who waits for whom.
 */
@NullMarked
package io.dbmonitor.database.h2;

import org.jspecify.annotations.NullMarked;
