package io.dbmonitor.query;

import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Finds the application's frame on the current thread's stack. A walk takes about a
 * microsecond, so it is done for samples only.
 */
public final class CallSites {

	private static final int MAX_FRAMES = 512;

	private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.+)\\$\\d+");

	private static final List<String> LIBRARIES = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "jakarta.",
			"org.springframework.", "org.hibernate.", "org.apache.", "org.jooq.", "org.flywaydb.", "liquibase.",
			"org.postgresql.", "com.mysql.", "org.mariadb.", "org.h2.", "com.zaxxer.", "net.ttddyy.", "io.micrometer.",
			"io.netty.", "reactor.", "kotlin.", "kotlinx.", "groovy.", "org.codehaus.groovy.", "org.junit.",
			"io.dbmonitor.");

	private final StackWalker walker = StackWalker.getInstance();

	private final List<String> applicationPackages;

	/**
	 * Look for frames of an application.
	 * @param applicationPackages the application's packages; without a frame in one of
	 * them, the first frame that belongs to no known library counts
	 */
	public CallSites(List<String> applicationPackages) {
		this.applicationPackages = applicationPackages.stream().map((name) -> name + ".").toList();
	}

	/**
	 * Find the application's innermost frame on the current thread's stack.
	 * @return the call site, or {@code null} where only libraries are on the stack
	 */
	public @Nullable CallSite find() {
		return this.walker.walk(this::find);
	}

	private @Nullable CallSite find(Stream<StackFrame> frames) {
		StackFrame fallback = null;
		Iterator<StackFrame> iterator = frames.limit(MAX_FRAMES).iterator();
		while (iterator.hasNext()) {
			StackFrame frame = iterator.next();
			String type = frame.getClassName();
			if (isGenerated(type)) {
				continue;
			}
			if (startsWithAny(type, this.applicationPackages)) {
				return callSite(frame);
			}
			if (fallback == null && !startsWithAny(type, LIBRARIES)) {
				fallback = frame;
			}
		}
		return (fallback != null) ? callSite(fallback) : null;
	}

	/**
	 * Find all of the application's frames on the current thread's stack.
	 * @return the way that leads from them to the monitor
	 */
	CallPath path() {
		return this.walker.walk(this::path);
	}

	private CallPath path(Stream<StackFrame> frames) {
		List<StackFrame> ofNoLibrary = frames.limit(MAX_FRAMES)
			.filter((frame) -> !isGenerated(frame.getClassName()) && !isLibrary(frame.getClassName()))
			.toList();
		List<StackFrame> own = ofNoLibrary.stream()
			.filter((frame) -> startsWithAny(frame.getClassName(), this.applicationPackages))
			.toList();
		List<CallSite> sites = new ArrayList<>();
		int hash = 1;
		for (StackFrame frame : own.isEmpty() ? ofNoLibrary : own) {
			CallSite site = callSite(frame);
			if (sites.isEmpty() || !sites.get(sites.size() - 1).equals(site)) {
				sites.add(site);
			}
			hash = 31 * hash + Objects.hash(frame.getClassName(), frame.getMethodName(), frame.getByteCodeIndex());
		}
		return new CallPath(List.copyOf(sites), hash);
	}

	/**
	 * Hash the current thread's stack below the monitor: the same number for the same way
	 * through the code.
	 * @return the hash
	 */
	int stackHash() {
		return this.walker.walk((frames) -> frames.limit(MAX_FRAMES)
			.filter((frame) -> !frame.getClassName().startsWith("io.dbmonitor.query.")
					&& !frame.getClassName().startsWith("io.dbmonitor.proxy."))
			.mapToInt((frame) -> Objects.hash(frame.getClassName(), frame.getByteCodeIndex()))
			.reduce(1, (hash, frame) -> 31 * hash + frame));
	}

	/**
	 * Copy the current thread's stack.
	 * @return the innermost frame first
	 */
	List<StackFrame> stack() {
		return this.walker.walk((frames) -> frames.limit(MAX_FRAMES).toList());
	}

	private static CallSite callSite(StackFrame frame) {
		String type = frame.getClassName().substring(frame.getClassName().lastIndexOf('.') + 1);
		Matcher lambda = LAMBDA.matcher(frame.getMethodName());
		String method = lambda.matches() ? lambda.group(1) : frame.getMethodName();
		return new CallSite(type.replace('$', '.') + "." + method, frame.getLineNumber());
	}

	/** Classes made at run time lie in the packages of those they extend. */
	private static boolean isGenerated(String type) {
		return type.contains("$$") || type.contains("$Proxy") || type.contains("$HibernateProxy")
				|| type.contains("$ByteBuddy$");
	}

	private boolean isLibrary(String type) {
		return !startsWithAny(type, this.applicationPackages) && startsWithAny(type, LIBRARIES);
	}

	private static boolean startsWithAny(String type, List<String> prefixes) {
		for (String prefix : prefixes) {
			if (type.startsWith(prefix)) {
				return true;
			}
		}
		return false;
	}

}
