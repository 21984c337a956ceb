/**
 * Changes of entities, grouped into the change set of their transaction, and where change
 * sets are kept. Knows no ORM.
 */
@NullMarked
package io.dbmonitor.audit;

import org.jspecify.annotations.NullMarked;
