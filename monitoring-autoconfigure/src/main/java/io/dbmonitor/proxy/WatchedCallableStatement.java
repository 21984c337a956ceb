package io.dbmonitor.proxy;

import java.sql.CallableStatement;

import io.dbmonitor.query.StatementRecorder;

/**
 * A call whose executions are recorded.
 */
final class WatchedCallableStatement extends DelegatingCallableStatement {

	WatchedCallableStatement(CallableStatement delegate, WatchedConnection connection, StatementRecorder recorder,
			String sql) {
		super(delegate, connection, recorder, sql);
	}

}
