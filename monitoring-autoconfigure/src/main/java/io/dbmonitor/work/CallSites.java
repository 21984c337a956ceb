package io.dbmonitor.work;

import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Finds the application's frames on a stack. A walk takes about a microsecond, so it is
 * done for samples only. Safe for use by several threads.
 */
public final class CallSites {

	private static final int MAX_FRAMES = 512;

	/**
	 * Enough for the aspects around a method, and the methods that call it.
	 */
	private static final int HASHED_BEHIND = 32;

	private static final String SELF = CallSites.class.getName();

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
		StackFrame found = find(frames.limit(MAX_FRAMES).iterator(), StackFrame::getClassName);
		return (found != null) ? callSite(found.getClassName(), found.getMethodName(), found.getLineNumber()) : null;
	}

	/**
	 * Find the application's innermost frame on the stack of another thread.
	 * @param stack the stack, the innermost frame first
	 * @return the call site, or {@code null} where only libraries are on the stack
	 */
	public @Nullable CallSite find(List<StackTraceElement> stack) {
		StackTraceElement found = find(stack.iterator(), StackTraceElement::getClassName);
		return (found != null) ? callSite(found.getClassName(), found.getMethodName(), found.getLineNumber()) : null;
	}

	/**
	 * Return the part of a stack that leads to the application's innermost frame.
	 * @param stack the stack, the innermost frame first
	 * @return the frames from the application's innermost one outwards, empty where only
	 * libraries are on the stack
	 */
	public List<StackTraceElement> fromApplication(List<StackTraceElement> stack) {
		StackTraceElement found = find(stack.iterator(), StackTraceElement::getClassName);
		return (found != null) ? stack.subList(stack.indexOf(found), stack.size()) : List.of();
	}

	/**
	 * Whether a frame can be the application's.
	 * @param frame the frame
	 * @return whether its class is in one of the application's packages, or in none of a
	 * known library
	 */
	public boolean isApplication(StackTraceElement frame) {
		return !isPassedOver(frame.getClassName()) && !isLibrary(frame.getClassName());
	}

	private <F> @Nullable F find(Iterator<F> frames, Function<F, String> className) {
		F fallback = null;
		while (frames.hasNext()) {
			F frame = frames.next();
			String type = className.apply(frame);
			if (isPassedOver(type)) {
				continue;
			}
			if (startsWithAny(type, this.applicationPackages)) {
				return frame;
			}
			if (fallback == null && !startsWithAny(type, LIBRARIES)) {
				fallback = frame;
			}
		}
		return fallback;
	}

	/**
	 * Find all of the application's frames on the current thread's stack.
	 * @return the way that leads from them to the monitor
	 */
	public CallPath path() {
		return this.walker.walk(this::path);
	}

	private CallPath path(Stream<StackFrame> frames) {
		List<StackFrame> ofNoLibrary = frames.limit(MAX_FRAMES)
			.filter((frame) -> !isPassedOver(frame.getClassName()) && !isLibrary(frame.getClassName()))
			.toList();
		List<StackFrame> own = ofNoLibrary.stream()
			.filter((frame) -> startsWithAny(frame.getClassName(), this.applicationPackages))
			.toList();
		List<CallSite> sites = new ArrayList<>();
		int hash = 1;
		for (StackFrame frame : own.isEmpty() ? ofNoLibrary : own) {
			CallSite site = callSite(frame.getClassName(), frame.getMethodName(), frame.getLineNumber());
			if (sites.isEmpty() || !sites.get(sites.size() - 1).equals(site)) {
				sites.add(site);
			}
			hash = 31 * hash + Objects.hash(frame.getClassName(), frame.getMethodName(), frame.getByteCodeIndex());
		}
		return new CallPath(List.copyOf(sites), hash);
	}

	/**
	 * Hash the current thread's stack below the monitor, from the innermost frame to some
	 * way behind the application's innermost one: the same number for the same way
	 * through the code. What lies further out, a server's frames for example, costs and
	 * tells nothing apart.
	 * @return the hash
	 */
	public int stackHash() {
		return this.walker.walk((frames) -> stackHash(frames.limit(MAX_FRAMES).iterator()));
	}

	private int stackHash(Iterator<StackFrame> frames) {
		int hash = 1;
		int behind = 0;
		while (frames.hasNext() && behind < HASHED_BEHIND) {
			StackFrame frame = frames.next();
			String type = frame.getClassName();
			if (type.startsWith("io.dbmonitor.query.") || type.startsWith("io.dbmonitor.proxy.") || type.equals(SELF)) {
				continue;
			}
			hash = 31 * (31 * hash + type.hashCode()) + frame.getByteCodeIndex();
			if (behind > 0 || (!isPassedOver(type) && !isLibrary(type))) {
				behind++;
			}
		}
		return hash;
	}

	/**
	 * Copy the current thread's stack.
	 * @return the innermost frame first
	 */
	public List<StackFrame> stack() {
		return this.walker.walk((frames) -> frames.limit(MAX_FRAMES).toList());
	}

	private static CallSite callSite(String className, String methodName, int line) {
		String type = className.substring(className.lastIndexOf('.') + 1);
		Matcher lambda = LAMBDA.matcher(methodName);
		String method = lambda.matches() ? lambda.group(1) : methodName;
		return new CallSite(type.replace('$', '.') + "." + method, line);
	}

	/**
	 * This class itself, and classes made at run time, which lie in the packages of those
	 * they extend.
	 */
	private static boolean isPassedOver(String type) {
		return type.equals(SELF) || type.contains("$$") || type.contains("$Proxy") || type.contains("$HibernateProxy")
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
