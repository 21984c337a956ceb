package io.dbmonitor.connection;

/**
 * How much of a pool something used in the last five minutes, by samples.
 *
 * @param route the request, job or message, or the transaction; else the holder's method
 * @param connectionSeconds how long connections were held for it, together, in seconds
 * @param share its part of all that were held, 0 to 1
 */
public record PoolShare(String route, double connectionSeconds, double share) {

}
