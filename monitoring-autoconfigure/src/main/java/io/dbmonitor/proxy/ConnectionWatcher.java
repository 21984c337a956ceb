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
 *
 * @param dataSource the name under which the data source is watched
 * @param recorder records statements, or {@code null} to record none
 * @param leases notes leases, or {@code null} to note none
 * @param currentWork tells what statements are executed for
 * @param statementAudit hears of what is written past the object-relational mapper
 * @param autoCommit the mode in which connections are lent, {@code null} where that is
 * not known
 */
record ConnectionWatcher(String dataSource, @Nullable StatementRecorder recorder, @Nullable LeaseRegistry leases,
		CurrentWork currentWork, StatementAudit statementAudit, @Nullable Boolean autoCommit) {

	/**
	 * Watch a connection from now on.
	 * @param connection the connection
	 * @param asked when it was asked for, by {@link System#nanoTime()}
	 * @param got when it was there
	 * @return the watched connection
	 */
	Connection watch(Connection connection, long asked, long got) {
		return new WatchedConnection(connection, this, (this.leases != null) ? this.leases.begin(got) : null, asked,
				got);
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
