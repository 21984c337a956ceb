package io.dbmonitor.database;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A session on the database server, at the moment of a sample. What the database does not
 * tell is {@code null}.
 *
 * @param pid identifies it on the server as long as it lives
 * @param backendStart when it began; where the database does not tell, it gives no number
 * twice in one run
 * @param database the database it is connected to
 * @param user the user
 * @param application the name that the client gave itself
 * @param client the client's address
 * @param state what it does, as the database calls it
 * @param waitEventType the class of what it waits for
 * @param waitEvent what it waits for
 * @param transactionSeconds how long its transaction lasts, in seconds
 * @param querySeconds how long its running statement lasts, in seconds; {@code null}
 * where none runs
 * @param query its running statement, else its last one, as the database has it
 * @param blockedBy the sessions it waits for; 0 is a prepared transaction; empty, too,
 * where it waits and the database was not asked for whom
 * @param lockWait what it waits for, {@code null} where it is not blocked
 * @param backendType what kind of process of the server it is, as the database calls it;
 * {@code null} for a client's session
 */
public record Session(int pid, @Nullable Instant backendStart, @Nullable String database, @Nullable String user,
		@Nullable String application, @Nullable String client, @Nullable String state, @Nullable String waitEventType,
		@Nullable String waitEvent, @Nullable Double transactionSeconds, @Nullable Double querySeconds,
		@Nullable String query, List<Integer> blockedBy, @Nullable LockWait lockWait, @Nullable String backendType) {

	/** The state of a session whose state the database hides from the monitor's role. */
	public static final String UNKNOWN_STATE = "unknown";

	/**
	 * Return the same session with what it waits for.
	 * @param wait what it waits for
	 * @return the session
	 */
	public Session with(LockWait wait) {
		return new Session(this.pid, this.backendStart, this.database, this.user, this.application, this.client,
				this.state, this.waitEventType, this.waitEvent, this.transactionSeconds, this.querySeconds, this.query,
				this.blockedBy, wait, this.backendType);
	}

	/**
	 * Return whether it waits for a lock of another session.
	 * @return whether it does, even if it is not known for whom
	 */
	public boolean isBlocked() {
		return !this.blockedBy.isEmpty() || this.lockWait != null;
	}

	/**
	 * Return whether it is a client's.
	 * @return whether it is, rather than a process of the server's own or a replication's
	 */
	public boolean isClient() {
		return this.backendType == null;
	}

	/**
	 * Return the state.
	 * @return the state, {@link #UNKNOWN_STATE} where the database hides it
	 */
	public String stateOrUnknown() {
		return (this.state != null) ? this.state : UNKNOWN_STATE;
	}

}
