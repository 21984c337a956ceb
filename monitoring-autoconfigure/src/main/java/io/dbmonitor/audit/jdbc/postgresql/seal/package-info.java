/**
 * Evidence of tampering: what each change set was is hashed, the hashes form a chain, and
 * what is in the store later is compared with them. Starting point:
 * {@link io.dbmonitor.audit.jdbc.postgresql.seal.AuditSeals}.
 */
@NullMarked
package io.dbmonitor.audit.jdbc.postgresql.seal;

import org.jspecify.annotations.NullMarked;
