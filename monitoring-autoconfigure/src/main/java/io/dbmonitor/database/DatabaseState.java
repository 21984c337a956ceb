package io.dbmonitor.database;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a data source's database. Immutable.
 *
 * @param support whether its state can be read, or why not
 * @param reachable whether the last attempt succeeded; {@code null} before the first, and
 * where none speaks for now
 * @param last the last sample that succeeded, however old; {@code null} before the first
 * @param storage the last look at the storage; {@code null} before the first of a run of
 * the server
 * @param failure why the last attempt failed, without values; {@code null} where it
 * succeeded
 */
public record DatabaseState(Support support, @Nullable Boolean reachable, @Nullable DatabaseSnapshot last,
		@Nullable StorageSnapshot storage, @Nullable String failure) {

	/**
	 * Return what is known at a time. Where the last attempt succeeded too long ago, the
	 * next one hangs, or there is none any more.
	 * @param now the time
	 * @param maxAge how old a sample may be
	 * @return the state, which claims to reach the database only by a fresh sample
	 */
	DatabaseState asOf(Instant now, Duration maxAge) {
		return (Boolean.TRUE.equals(this.reachable) && fresh(now, maxAge).isEmpty())
				? new DatabaseState(this.support, null, this.last, this.storage, this.failure) : this;
	}

	/**
	 * Return the last sample if it is fresh enough to speak for now.
	 * @param now the time
	 * @param maxAge how old it may be
	 * @return the sample, empty where the database is not reachable or the sample is
	 * stale
	 */
	public Optional<DatabaseSnapshot> fresh(Instant now, Duration maxAge) {
		return Optional.ofNullable(this.last)
			.filter((snapshot) -> Boolean.TRUE.equals(this.reachable)
					&& snapshot.sampledAt().plus(maxAge).isAfter(now));
	}

	/**
	 * Return the last look at the storage if it is fresh enough to speak for now.
	 * @param now the time
	 * @param settings tell how old it may be
	 * @return the look, empty where the database is not reachable or the look is stale
	 */
	Optional<StorageSnapshot> freshStorage(Instant now, SamplerSettings settings) {
		return Optional.ofNullable(this.storage)
			.filter((snapshot) -> Boolean.TRUE.equals(this.reachable)
					&& snapshot.sampledAt().plus(settings.maxStorageAge(snapshot.took())).isAfter(now));
	}

	/**
	 * Whether the state of a database can be read.
	 *
	 * @param supported whether there is an inspector for it
	 * @param product the database's name as far as the JDBC URL tells it
	 */
	public record Support(boolean supported, String product) {
	}

}
