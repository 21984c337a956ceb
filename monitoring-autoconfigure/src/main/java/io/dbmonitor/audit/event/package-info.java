/**
 * Events of the application that tell of changes of entities: before they are written and
 * after.
 */
@NullMarked
package io.dbmonitor.audit.event;

import org.jspecify.annotations.NullMarked;
