package io.dbmonitor.proxy;

import java.sql.Connection;

import io.dbmonitor.connection.LeaseRegistry;
import io.dbmonitor.query.StatementRecorder;
import io.dbmonitor.work.CurrentWork;
import io.dbmonitor.work.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Watches the connections of one data source: notes their leases and has their statements
 * recorded.
 */
final class ConnectionWatcher {

	private final @Nullable StatementRecorder recorder;

	private final @Nullable LeaseRegistry leases;

	private final CurrentWork currentWork;

	private final @Nullable Boolean autoCommit;

	ConnectionWatcher(@Nullable StatementRecorder recorder, @Nullable LeaseRegistry leases, CurrentWork currentWork,
			@Nullable Boolean autoCommit) {
		this.recorder = recorder;
		this.leases = leases;
		this.currentWork = currentWork;
		this.autoCommit = autoCommit;
	}

	/**
	 * Watch a connection from now on.
	 * @param connection the connection
	 * @param asked when it was asked for, by {@link System#nanoTime()}
	 * @param got when it was there
	 * @return the watched connection
	 */
	Connection watch(Connection connection, long asked, long got) {
		return new WatchedConnection(connection, this.recorder, (this.leases != null) ? this.leases.begin(got) : null,
				this.currentWork, this.autoCommit, asked, got);
	}

	/**
	 * Note that there was no connection.
	 * @param nanos how long one was waited for
	 */
	void failed(long nanos) {
		UnitOfWork work = this.currentWork.getOrBegin();
		work.budget().waited(nanos);
		if (work.endsWithTransaction()) {
			// There is no connection whose end could end it
			work.end();
		}
	}

}
