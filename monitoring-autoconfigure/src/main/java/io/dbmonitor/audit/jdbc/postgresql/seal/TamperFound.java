package io.dbmonitor.audit.jdbc.postgresql.seal;

/**
 * An event: a verification has found a record that is not as it was sealed. Published on
 * the thread that verified.
 *
 * @param verification the result
 */
public record TamperFound(SealVerification verification) {
}
