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

	/**
	 * What stands between the application and the network where the database is asked.
	 */
	private static final List<String> DRIVERS = List.of("org.postgresql.", "com.mysql.", "org.mariadb.", "org.h2.",
			"oracle.jdbc.", "com.microsoft.sqlserver.", "com.ibm.db2.", "org.hsqldb.", "org.apache.derby.",
			"software.amazon.jdbc.");

	/** Where threads of pools wait for their next task. */
	private static final Set<String> IDLE = Set.of("java.util.concurrent.ThreadPoolExecutor.getTask",
			"java.util.concurrent.ForkJoinPool.awaitWork", "org.eclipse.jetty.util.thread.QueuedThreadPool.idleJobPoll",
			"org.jboss.threads.EnhancedQueueExecutor$ThreadBody.getOrAddNode");

	private final Lease.State lease;

	private final List<StackTraceElement> stack;

	private final @Nullable FirstLook firstLook;

	private final CallSites callSites;

	Holder(Lease.State lease, List<StackTraceElement> stack, CallSites callSites) {
		this.lease = lease;
		this.stack = stack;
		this.firstLook = lease.lease().firstLook();
		this.callSites = callSites;
	}

	/** Look at a thread. */
	static List<StackTraceElement> stack(Thread thread) {
		return Arrays.asList(thread.getStackTrace());
	}

	/** Whether the request, job or message that a lease was taken for has ended. */
	static boolean isOver(Lease.State lease) {
		UnitOfWork work = lease.work();
		return work != null && work.hasEnded() && work.kind() != WorkKind.TRANSACTION && work.kind() != WorkKind.OTHER;
	}

	/**
	 * Return the holder's stack.
	 * @return the innermost frame first, empty where it is, or can be, about something
	 * else
	 */
	List<StackTraceElement> stack() {
		boolean strange = (this.firstLook != null) ? this.firstLook.late() : isOver(this.lease);
		return (strange || hasLeft()) ? List.of() : this.stack;
	}

	/** The application's frame now. */
	@Nullable CallSite at() {
		return this.callSites.find(stack());
	}

	/** The application's frame when the lease was first looked at. */
	@Nullable CallSite firstSeenAt() {
		return (this.firstLook != null && !this.firstLook.late()) ? this.callSites.find(this.firstLook.stack()) : null;
	}

	HolderActivity activity() {
		if (this.lease.statement() != null) {
			return HolderActivity.EXECUTING;
		}
		if (hasLeft()) {
			return HolderActivity.ELSEWHERE;
		}
		if (isBelowApplication(DRIVERS)) {
			return HolderActivity.EXECUTING;
		}
		if (isBelowApplication(NETWORK)) {
			return HolderActivity.CALLING;
		}
		return switch (this.lease.thread().getState()) {
			case BLOCKED, WAITING, TIMED_WAITING -> HolderActivity.WAITING;
			default -> HolderActivity.WORKING;
		};
	}

	/**
	 * Whether the thread is no longer in the code that worked with the connection, as far
	 * as can be seen for certain: it has ended, it waits for its next task, or none of
	 * the application's methods that were on its stack are there any more.
	 * @return whether it has gone on to something else
	 */
	boolean hasLeft() {
		Thread thread = this.lease.thread();
		if ((this.firstLook != null && this.firstLook.left()) || !thread.isAlive()
				|| this.stack.stream().map(Holder::method).anyMatch(IDLE::contains)) {
			return true;
		}
		// The connection can have been handed to another thread since
		if (this.firstLook == null || this.firstLook.thread() != thread) {
			return false;
		}
		Set<String> now = new HashSet<>();
		this.stack.forEach((frame) -> now.add(method(frame)));
		List<StackTraceElement> first = this.callSites.fromApplication(this.firstLook.stack());
		return !first.isEmpty() && first.stream()
			.filter(this.callSites::isApplication)
			.noneMatch((frame) -> now.contains(method(frame)));
	}

	/**
	 * Whether the application's own code has called, in the end, one of some packages.
	 */
	private boolean isBelowApplication(List<String> packages) {
		for (StackTraceElement frame : this.stack) {
			if (packages.stream().anyMatch(frame.getClassName()::startsWith)) {
				return true;
			}
			if (this.callSites.isApplication(frame)) {
				return false;
			}
		}
		return false;
	}

	private static String method(StackTraceElement frame) {
		return frame.getClassName() + "." + frame.getMethodName();
	}

}
