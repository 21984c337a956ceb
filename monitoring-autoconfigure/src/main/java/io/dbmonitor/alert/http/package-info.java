/**
 * Tells of alerts over HTTP: webhooks and Alertmanager.
 */
@NullMarked
package io.dbmonitor.alert.http;

import org.jspecify.annotations.NullMarked;
