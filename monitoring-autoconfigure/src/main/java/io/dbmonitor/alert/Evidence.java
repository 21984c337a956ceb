package io.dbmonitor.alert;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.dbmonitor.audit.jdbc.postgresql.seal.SealFinding;
import io.dbmonitor.connection.LeaseSnapshot;
import io.dbmonitor.database.LockWait;
import io.dbmonitor.query.FindingSnapshot;
import io.dbmonitor.query.StatementSnapshot;
import io.dbmonitor.session.LockNode;
import io.dbmonitor.session.SessionView;
import org.jspecify.annotations.Nullable;

/**
 * What the features know, as evidence: short, bounded, without values, each entry with
 * the line {@code who} that says it in one sentence.
 */
final class Evidence {

	/** How many sessions, leases or trees are shown. */
	static final int MAX = 5;

	private static final int MAX_FRAMES = 30;

	private static final int MAX_WAITING = 20;

	private static final int MAX_LENGTH = 300;

	private static final int MAX_LINES = 25;

	private Evidence() {
	}

	static Map<String, Object> tree(LockNode node) {
		Map<String, Object> entry = new LinkedHashMap<>();
		SessionView session = node.session();
		if (session != null) {
			entry.putAll(session(session));
		}
		else {
			entry.put("who", (node.pid() == 0) ? "a prepared transaction" : "session " + node.pid());
			entry.put("pid", node.pid());
		}
		LockWait wait = node.lockWait();
		if (wait != null) {
			put(entry, "mode", wait.mode());
			put(entry, "relation", wait.relation());
			put(entry, "waitSeconds", wait.seconds());
		}
		entry.put("waiting", node.waiting().stream().limit(MAX_WAITING).map(Evidence::tree).toList());
		int omitted = node.omitted() + Math.max(0, node.waiting().size() - MAX_WAITING);
		if (omitted > 0) {
			entry.put("omitted", omitted);
		}
		return entry;
	}

	static Map<String, Object> finding(SealFinding finding) {
		Map<String, Object> entry = new LinkedHashMap<>();
		entry.put("kind", finding.kind().name());
		put(entry, "changeSet", finding.changeSet());
		put(entry, "position", finding.position());
		put(entry, "at", finding.at());
		put(entry, "entity", finding.entity());
		entry.put("detail", finding.detail());
		return entry;
	}

	static Map<String, Object> session(SessionView session) {
		Map<String, Object> entry = new LinkedHashMap<>();
		LeaseSnapshot lease = session.lease();
		String who = (lease != null) ? who(lease) : join(session.application(),
				(session.user() != null) ? "user " + session.user() : null, session.client());
		entry.put("who",
				who + " (session " + session.pid() + ", " + session.state() + ((session.transactionSeconds() != null)
						? ", transaction of " + Wording.seconds(session.transactionSeconds()) : "") + ")");
		entry.put("pid", session.pid());
		entry.put("owner", session.owner());
		entry.put("state", session.state());
		put(entry, "user", session.user());
		put(entry, "application", session.application());
		put(entry, "client", session.client());
		put(entry, "transactionSeconds", session.transactionSeconds());
		put(entry, "querySeconds", session.querySeconds());
		put(entry, "query", cut(session.query()));
		if (lease != null) {
			entry.put("lease", lease(lease));
		}
		return entry;
	}

	static Map<String, Object> lease(LeaseSnapshot lease) {
		Map<String, Object> entry = new LinkedHashMap<>();
		entry.put("who", who(lease) + ", for " + Wording.seconds(lease.heldSeconds()));
		put(entry, "pid", lease.pid());
		put(entry, "thread", lease.thread());
		put(entry, "heldSeconds", lease.heldSeconds());
		put(entry, "activity", lease.activity());
		put(entry, "route", lease.route());
		put(entry, "transaction", lease.transaction());
		put(entry, "traceId", lease.traceId());
		put(entry, "firstSeenAt", lease.firstSeenAt());
		put(entry, "at", lease.at());
		put(entry, "statement", cut((lease.statement() != null) ? lease.statement() : lease.lastStatement()));
		entry.put("stack", lease.stack().stream().limit(MAX_FRAMES).toList());
		return entry;
	}

	static Map<String, Object> finding(FindingSnapshot finding) {
		Map<String, Object> entry = new LinkedHashMap<>();
		entry.put("who",
				join(finding.route(), finding.caller(), finding.association()) + ": " + cut(finding.statement()));
		entry.put("id", finding.id());
		put(entry, "statement", cut(finding.statement()));
		put(entry, "route", finding.route());
		put(entry, "caller", finding.caller());
		put(entry, "occurrences", finding.occurrences());
		put(entry, "maxRepetitions", finding.maxRepetitions());
		put(entry, "maxMillis", finding.maxMillis());
		put(entry, "usualMillis", finding.usualMillis());
		put(entry, "advice", finding.advice());
		return entry;
	}

	static Map<String, Object> failing(StatementSnapshot statement) {
		Map<String, Object> entry = new LinkedHashMap<>();
		StatementSnapshot.Caller caller = statement.callers().stream().findFirst().orElse(null);
		entry.put("who",
				join((caller != null) ? caller.route() : null,
						(caller != null) ? caller.method() + ":" + caller.line() : null) + ": "
						+ cut(statement.statement()));
		entry.put("id", statement.id());
		put(entry, "statement", cut(statement.statement()));
		entry.put("errors", statement.recent().errors());
		entry.put("errorsByState", statement.errorsByState());
		return entry;
	}

	/**
	 * Say evidence in a few lines.
	 * @param evidence the evidence
	 * @return a line for each entry that says who, those that wait for it indented below
	 */
	static List<String> lines(Map<String, Object> evidence) {
		return evidence.values().stream().flatMap((value) -> lines(value, 0)).limit(MAX_LINES).toList();
	}

	private static Stream<String> lines(@Nullable Object value, int depth) {
		if (value instanceof List<?> entries) {
			return entries.stream().flatMap((entry) -> lines(entry, depth));
		}
		if (value instanceof Map<?, ?> entry && entry.get("who") instanceof String who) {
			String line = (depth > 0) ? "  ".repeat(depth) + "waits: " + who : who;
			return Stream.concat(Stream.of(line), lines(entry.get("waiting"), depth + 1));
		}
		return (value instanceof String text) ? Stream.of(text) : Stream.of();
	}

	private static String who(LeaseSnapshot lease) {
		return join((lease.route() != null) ? lease.route() : lease.transaction(),
				(lease.at() != null) ? lease.at() : lease.firstSeenAt(), "thread " + lease.thread());
	}

	private static String join(@Nullable String... parts) {
		String joined = Stream.of(parts)
			.filter((part) -> part != null && !part.isBlank())
			.collect(Collectors.joining(", "));
		return joined.isEmpty() ? "unknown" : joined;
	}

	private static @Nullable String cut(@Nullable String text) {
		return (text == null || text.length() <= MAX_LENGTH) ? text : text.substring(0, MAX_LENGTH) + "…";
	}

	private static void put(Map<String, Object> entry, String key, @Nullable Object value) {
		if (value != null) {
			entry.put(key, value);
		}
	}

}
