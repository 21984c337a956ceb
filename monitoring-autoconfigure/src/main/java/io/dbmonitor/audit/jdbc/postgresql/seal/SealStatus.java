package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How far the change sets of a database are sealed.
 *
 * @param dataSource the data source that leads to it
 * @param digest the end of the chain, {@code null} where it is not known yet
 * @param waitingSince when the transaction of the oldest change set that is not sealed
 * began, {@code null} where all are
 * @param heldBackBy what it waits for, {@code null} where for nothing but the next run
 * @param problem why nothing is sealed at present, {@code null} where it is
 * @param verification the result of the last verification by this instance, {@code null}
 * where there was none
 * @param verificationProblem why a later one came to no end, {@code null} where none
 * failed since
 */
public record SealStatus(String dataSource, @Nullable SealDigest digest, @Nullable Instant waitingSince,
		@Nullable String heldBackBy, @Nullable String problem, @Nullable SealVerification verification,
		@Nullable String verificationProblem) {

	/**
	 * Whether nothing is sealed at present, or the last verification came to no end, so
	 * that nobody would know of tampering.
	 * @return whether there is a problem of either
	 */
	public boolean isFailed() {
		return this.problem != null || this.verificationProblem != null;
	}

}
