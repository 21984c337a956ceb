/**
 * The sessions of each watched database as the endpoint shows them. Here sessions and the
 * leases of the application meet.
 */
@NullMarked
package io.dbmonitor.session;

import org.jspecify.annotations.NullMarked;
