/**
 * The entrance for requests, jobs and messages: their Micrometer observations. The only
 * package that imports {@code io.micrometer.observation}.
 */
@NullMarked
package io.dbmonitor.work.observation;

import org.jspecify.annotations.NullMarked;
