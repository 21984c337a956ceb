/**
 * The page that the endpoint answers a browser with: an HTML text, and the scripts and
 * styles that it loads. All figures come from the endpoint's JSON.
 */
@NullMarked
package io.dbmonitor.endpoint.page;

import org.jspecify.annotations.NullMarked;
