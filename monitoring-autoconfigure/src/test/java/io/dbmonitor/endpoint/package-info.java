/**
 * Tests of the endpoint and its page.
 */
@NullMarked
package io.dbmonitor.endpoint;

import org.jspecify.annotations.NullMarked;
