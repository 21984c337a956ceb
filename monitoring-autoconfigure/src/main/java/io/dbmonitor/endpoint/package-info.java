/**
 * The endpoint {@code /actuator/dbmonitor}: a registry of sections. Knows no feature.
 */
@NullMarked
package io.dbmonitor.endpoint;

import org.jspecify.annotations.NullMarked;
