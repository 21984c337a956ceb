/**
 * Tells of alerts by mail.
 */
@NullMarked
package io.dbmonitor.alert.mail;

import org.jspecify.annotations.NullMarked;
