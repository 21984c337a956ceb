package io.dbmonitor.connection;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.dbmonitor.work.CallSite;
import io.dbmonitor.work.CallSites;
import io.dbmonitor.work.UnitOfWork;
import io.dbmonitor.work.WorkKind;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a connection, seen from outside: where its thread is now, and what that says.
 * Looking at another thread's stack stops that thread for some microseconds, so it is
 * done when somebody asks, and once for leases that last.
 */
final class Holder {

	private static final List<String> NETWORK = List.of("java.net.", "sun.nio.ch.", "sun.security.ssl.",
			"jdk.internal.net.http.", "org.apache.hc.", "org.apache.http.", "okhttp3.", "io.netty.", "reactor.netty.",
			"io.grpc.", "org.eclipse.jetty.client.", "com.rabbitmq.", "org.apache.kafka.", "org.eclipse.angus.mail.");

	private final Lease.State lease;

	private final List<StackTraceElement> stack;

	private final @Nullable List<StackTraceElement> firstStack;

	private final CallSites callSites;

	Holder(Lease.State lease, List<StackTraceElement> stack, CallSites callSites) {
		this.lease = lease;
		this.stack = stack;
		this.firstStack = lease.lease().firstStack();
		this.callSites = callSites;
	}

	/** Look at a thread. */
	static List<StackTraceElement> stack(Thread thread) {
		return Arrays.asList(thread.getStackTrace());
	}

	List<StackTraceElement> stack() {
		return this.stack;
	}

	/** The application's frame now. */
	@Nullable CallSite at() {
		return this.callSites.find(this.stack);
	}

	/** The application's frame when the lease was first looked at. */
	@Nullable CallSite firstSeenAt() {
		return (this.firstStack != null) ? this.callSites.find(this.firstStack) : null;
	}

	HolderActivity activity() {
		if (this.lease.statement() != null) {
			return HolderActivity.EXECUTING;
		}
		if (isElsewhere()) {
			return HolderActivity.ELSEWHERE;
		}
		if (isInNetworkCall()) {
			return HolderActivity.CALLING;
		}
		return switch (this.lease.thread().getState()) {
			case BLOCKED, WAITING, TIMED_WAITING -> HolderActivity.WAITING;
			default -> HolderActivity.WORKING;
		};
	}

	/**
	 * Whether the thread is no longer in the code that worked with the connection: it has
	 * ended, the request it was taken for is over, or none of the application's frames
	 * that were on its stack are there any more.
	 */
	private boolean isElsewhere() {
		UnitOfWork work = this.lease.work();
		boolean over = work != null && work.hasEnded() && work.kind() != WorkKind.TRANSACTION
				&& work.kind() != WorkKind.OTHER;
		if (over || !this.lease.thread().isAlive()) {
			return true;
		}
		List<StackTraceElement> first = (this.firstStack != null) ? this.callSites.fromApplication(this.firstStack)
				: List.of();
		if (first.isEmpty()) {
			return false;
		}
		Set<String> now = new HashSet<>();
		this.stack.forEach((frame) -> now.add(method(frame)));
		return first.stream().filter(this.callSites::isApplication).noneMatch((frame) -> now.contains(method(frame)));
	}

	/** Whether it waits for the network, below the application's own code. */
	private boolean isInNetworkCall() {
		for (StackTraceElement frame : this.stack) {
			String type = frame.getClassName();
			if (this.callSites.isApplication(frame)) {
				return false;
			}
			if (NETWORK.stream().anyMatch(type::startsWith)) {
				return true;
			}
		}
		return false;
	}

	private static String method(StackTraceElement frame) {
		return frame.getClassName() + "." + frame.getMethodName();
	}

}
