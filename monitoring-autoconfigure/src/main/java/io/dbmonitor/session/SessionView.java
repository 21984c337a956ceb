package io.dbmonitor.session;

import java.time.Instant;
import java.util.List;

import io.dbmonitor.connection.LeaseSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A session as the sections show it. What the database does not tell is left out.
 *
 * @param dataSource the data source whose database it is on
 * @param sampledAt when the session was as it is shown here; its lease is of now
 * @param pid identifies it on the server as long as it lives
 * @param backendStart when it began
 * @param serverStartedAt when the server started, where it does not tell when sessions
 * began: it gives no number twice in one run
 * @param database the database it is connected to
 * @param user the user
 * @param application the name that the client gave itself
 * @param client the client's address
 * @param backendType what kind of process of the server it is; left out for a client's
 * session
 * @param state what it does
 * @param waitEventType the class of what it waits for
 * @param waitEvent what it waits for
 * @param transactionSeconds how long its transaction lasts
 * @param querySeconds how long its running statement lasts
 * @param query its running or last statement, without values
 * @param blockedBy the sessions it waits for; left out where it waits and the database
 * was not asked for whom
 * @param owner whose it is: {@code own}, {@code peer}, {@code external} or
 * {@code unmapped}
 * @param lease who holds the connection that it serves
 */
public record SessionView(String dataSource, Instant sampledAt, int pid, @Nullable Instant backendStart,
		@Nullable Instant serverStartedAt, @Nullable String database, @Nullable String user,
		@Nullable String application, @Nullable String client, @Nullable String backendType, String state,
		@Nullable String waitEventType, @Nullable String waitEvent, @Nullable Double transactionSeconds,
		@Nullable Double querySeconds, @Nullable String query, @Nullable List<Integer> blockedBy, String owner,
		@Nullable LeaseSnapshot lease) {

	/**
	 * Return since when the number is the session's own.
	 * @return when it began, else when the server started
	 */
	public @Nullable Instant numberedSince() {
		return (this.backendStart != null) ? this.backendStart : this.serverStartedAt;
	}

}
