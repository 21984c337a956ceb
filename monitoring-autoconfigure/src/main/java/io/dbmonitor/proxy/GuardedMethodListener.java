package io.dbmonitor.proxy;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import net.ttddyy.dsproxy.listener.MethodExecutionContext;
import net.ttddyy.dsproxy.listener.MethodExecutionListener;

/**
 * Keeps the faults of a listener from the application.
 */
final class GuardedMethodListener implements MethodExecutionListener {

	private final MethodExecutionListener listener;

	private final Faults faults;

	GuardedMethodListener(MethodExecutionListener listener, Faults faults) {
		this.listener = listener;
		this.faults = faults;
	}

	@Override
	public void beforeMethod(MethodExecutionContext context) {
		try {
			this.listener.beforeMethod(context);
		}
		catch (Throwable ex) {
			this.faults.report(Feature.QUERY, ex);
		}
	}

	@Override
	public void afterMethod(MethodExecutionContext context) {
		try {
			this.listener.afterMethod(context);
		}
		catch (Throwable ex) {
			this.faults.report(Feature.QUERY, ex);
		}
	}

}
