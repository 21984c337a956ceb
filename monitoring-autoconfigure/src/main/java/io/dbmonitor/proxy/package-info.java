/**
 * Where JDBC calls come in. Plain delegating classes around the driver's (or the pool's)
 * objects feed statements to {@code query} and leases to {@code connection}; they are
 * made by a {@link net.ttddyy.dsproxy.proxy.JdbcProxyFactory}, so datasource-proxy stays
 * the way in. The only package that imports {@code net.ttddyy}.
 */
@NullMarked
package io.dbmonitor.proxy;

import org.jspecify.annotations.NullMarked;
