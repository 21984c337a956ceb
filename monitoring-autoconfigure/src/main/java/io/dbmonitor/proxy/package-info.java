/**
 * Where JDBC calls come in. Plain delegating classes around the driver's (or the pool's)
 * objects feed statements to {@code query} and leases to {@code connection}. The data
 * source is datasource-proxy's; its own proxies stand around ours where the application
 * has listeners, transformers or customizers of it. The only package that imports
 * {@code net.ttddyy}.
 */
@NullMarked
package io.dbmonitor.proxy;

import org.jspecify.annotations.NullMarked;
