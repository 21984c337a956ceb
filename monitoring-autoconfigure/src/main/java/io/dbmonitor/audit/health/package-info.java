/**
 * What the audit tells of itself to Boot's health endpoint.
 */
@NullMarked
package io.dbmonitor.audit.health;

import org.jspecify.annotations.NullMarked;
