package io.dbmonitor.audit;

import java.time.Instant;
import java.util.UUID;

/**
 * Ids of change sets: UUIDs of version 7 (RFC 9562, 5.7), so that an id tells when its
 * change set was begun, and a store finds by time what it is asked for by id.
 */
public final class ChangeSetIds {

	/** Behind the 48 bits of the time. */
	private static final int TIME_SHIFT = 16;

	private static final long VERSION = 0x7000;

	private static final long RANDOM = 0x0FFF;

	private ChangeSetIds() {
	}

	/**
	 * Make an id.
	 * @param at when the change set was begun
	 * @return an id that nobody else has
	 */
	public static UUID next(Instant at) {
		UUID random = UUID.randomUUID();
		long mostSignificant = (at.toEpochMilli() << TIME_SHIFT) | VERSION | (random.getMostSignificantBits() & RANDOM);
		return new UUID(mostSignificant, random.getLeastSignificantBits());
	}

	/**
	 * Return when the change set with an id was begun.
	 * @param id the id of a change set
	 * @return the millisecond
	 */
	public static Instant time(UUID id) {
		return Instant.ofEpochMilli(id.getMostSignificantBits() >>> TIME_SHIFT);
	}

}
