package io.dbmonitor.connection;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A connection to the server, whoever it is lent to.
 * <p>
 * A pool does not notice that an idle connection is dead, and the server gives the number
 * of its session to another one. So a connection keeps the session that the server showed
 * under its number first, by when that began. Clocks are not compared: those of the two
 * machines can differ.
 */
final class PhysicalConnection {

	/** One that shows nothing of itself. */
	static final PhysicalConnection UNKNOWN = new PhysicalConnection(null);

	private final @Nullable Integer pid;

	/** Whether the sessions were shown since it is known. Written by one thread. */
	private volatile boolean awaited;

	private volatile @Nullable Instant sessionStart;

	/**
	 * Make a connection.
	 * @param pid by which the server knows its session, {@code null} where that is not
	 * known
	 */
	PhysicalConnection(@Nullable Integer pid) {
		this.pid = pid;
	}

	@Nullable Integer pid() {
		return this.pid;
	}

	/**
	 * Take in the sessions that the server shows. Those that it showed first can have
	 * been read before the connection was opened, so the second ones count. Called by one
	 * thread.
	 * @param sessions when each began, by their numbers
	 */
	void shown(Map<Integer, Instant> sessions) {
		if (this.pid != null && this.sessionStart == null) {
			if (this.awaited) {
				this.sessionStart = sessions.get(this.pid);
			}
			this.awaited = true;
		}
	}

	/**
	 * Whether a session is this connection's.
	 * @param pid its number
	 * @param start when it began, {@code null} where that is not known
	 * @return whether it is, as far as can be told
	 */
	boolean isServedBy(int pid, @Nullable Instant start) {
		Instant known = this.sessionStart;
		return this.pid != null && this.pid == pid && (known == null || start == null || known.equals(start));
	}

}
