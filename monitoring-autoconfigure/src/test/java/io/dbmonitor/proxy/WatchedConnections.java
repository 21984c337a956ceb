package io.dbmonitor.proxy;

import java.sql.Connection;
import java.util.List;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.query.StatementRecorder;
import io.dbmonitor.work.CallSites;
import io.dbmonitor.work.CurrentWork;
import io.dbmonitor.work.TraceIds;
import io.dbmonitor.work.WorkBudgets;

/** Connections that are watched by hand. */
final class WatchedConnections {

	private WatchedConnections() {
	}

	static WatchedConnection watched(Connection connection, StatementRecorder recorder) {
		Faults faults = new Faults();
		StatementAudit nobody = new StatementAudit(() -> null, () -> null, () -> null, new CallSites(List.of()),
				faults);
		CurrentWork work = new CurrentWork(List.of(), TraceIds.NONE, new WorkBudgets(), faults);
		return new WatchedConnection(connection, new ConnectionWatcher("test", recorder, null, work, nobody, null),
				null, 0, 0);
	}

}
