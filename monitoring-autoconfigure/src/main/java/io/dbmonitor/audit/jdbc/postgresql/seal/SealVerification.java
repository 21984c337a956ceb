package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The result of a verification.
 *
 * @param dataSource the data source that leads to the database
 * @param startedAt when it began
 * @param seconds how long it took
 * @param changeSets how many change sets were compared with their seals
 * @param removed how many others are not there as they came of age, as far as their seals
 * are
 * @param position up to which position of the chain
 * @param finding the first bad record, {@code null} where there is none
 */
public record SealVerification(String dataSource, Instant startedAt, double seconds, long changeSets, long removed,
		long position, @Nullable SealFinding finding) {

	/**
	 * Whether all is as it was sealed.
	 * @return whether there is no finding
	 */
	public boolean clean() {
		return this.finding == null;
	}

}
