package io.dbmonitor.proxy;

import java.util.List;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;

/**
 * Keeps the faults of a listener from the application.
 */
final class GuardedQueryListener implements QueryExecutionListener {

	private final QueryExecutionListener listener;

	private final Faults faults;

	GuardedQueryListener(QueryExecutionListener listener, Faults faults) {
		this.listener = listener;
		this.faults = faults;
	}

	@Override
	public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
		try {
			this.listener.beforeQuery(execution, queries);
		}
		catch (Throwable ex) {
			this.faults.report(Feature.QUERY, ex);
		}
	}

	@Override
	public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
		try {
			this.listener.afterQuery(execution, queries);
		}
		catch (Throwable ex) {
			this.faults.report(Feature.QUERY, ex);
		}
	}

}
