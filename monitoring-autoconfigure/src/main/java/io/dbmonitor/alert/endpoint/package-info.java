/**
 * The section of the alerts.
 */
@NullMarked
package io.dbmonitor.alert.endpoint;

import org.jspecify.annotations.NullMarked;
