/**
 * Wiring of the Hibernate listeners.
 */
@NullMarked
package io.dbmonitor.hibernate.autoconfigure;

import org.jspecify.annotations.NullMarked;
