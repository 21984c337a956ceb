package io.dbmonitor.test;

import io.dbmonitor.work.CallPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.dbmonitor.query.Association;
import io.dbmonitor.query.RecordedExecution;
import io.dbmonitor.query.StatementOrigin;
import io.dbmonitor.query.StatementStatistics;
import io.dbmonitor.work.UnitOfWork;
import io.dbmonitor.work.WorkKind;

/**
 * Writes statements down for people: each once, with how often it was sent, its rows, and
 * the lines that sent it.
 */
final class StatementListing {

	private static final int MAX_STATEMENTS = 20;

	private static final int MAX_ORIGINS = 5;

	private static final int MAX_SITES = 6;

	private static final int MAX_NAMES = 3;

	private static final int MAX_LENGTH = 400;

	private static final String INDENT = "       ";

	private final StringBuilder text = new StringBuilder();

	private final Thread caller;

	StatementListing(SentStatements sent) {
		this.caller = sent.caller();
		Map<StatementStatistics, List<RecordedExecution>> statements = group(sent.executions(),
				(execution) -> execution.origin().statement());
		statements.values().stream().limit(MAX_STATEMENTS).forEach(this::statement);
		if (statements.size() > MAX_STATEMENTS) {
			line("  ", "and " + (statements.size() - MAX_STATEMENTS) + " other statements");
		}
		if (statements.isEmpty()) {
			line("  ", "no statements");
		}
	}

	private void statement(List<RecordedExecution> executions) {
		RecordedExecution first = executions.get(0);
		line("", String.format("%4d × %s", executions.size(), abbreviate(first.fingerprint().statement())));
		line(INDENT, facts(executions));
		Map<StatementOrigin, List<RecordedExecution>> origins = group(executions, RecordedExecution::origin);
		origins.entrySet()
			.stream()
			.limit(MAX_ORIGINS)
			.forEach((origin) -> line(INDENT,
					((origins.size() > 1) ? origin.getValue().size() + " × " : "") + path(origin.getKey().path())));
		if (origins.size() > MAX_ORIGINS) {
			line(INDENT, "and " + (origins.size() - MAX_ORIGINS) + " other callers");
		}
	}

	private String facts(List<RecordedExecution> executions) {
		List<String> facts = new ArrayList<>();
		long rows = executions.stream().mapToLong((execution) -> Math.max(0, execution.rows())).sum();
		facts.add(rows + ((rows == 1) ? " row" : " rows"));
		int batched = executions.stream().mapToInt(RecordedExecution::batchSize).sum();
		if (batched > 0) {
			facts.add("in batches, " + batched + " together");
		}
		long failed = executions.stream().filter((execution) -> execution.failure() != null).count();
		if (failed > 0) {
			facts.add(failed + " failed");
		}
		if (executions.stream().allMatch(RecordedExecution::isAutoCommit)) {
			facts.add("outside of a transaction");
		}
		add(facts, "for ",
				executions.stream()
					.map(RecordedExecution::work)
					.filter((work) -> work.kind() != WorkKind.TRANSACTION && work.kind() != WorkKind.OTHER)
					.map(UnitOfWork::name)
					.filter(Objects::nonNull)
					.map(Objects::toString)
					.collect(Collectors.toSet()));
		add(facts, "by ",
				executions.stream()
					.map(RecordedExecution::thread)
					.filter((thread) -> thread != this.caller)
					.map(Thread::getName)
					.collect(Collectors.toSet()));
		add(facts, "loads ",
				executions.stream()
					.map((execution) -> execution.origin().association())
					.filter(Objects::nonNull)
					.map(Association::name)
					.collect(Collectors.toSet()));
		return String.join(", ", facts);
	}

	private static void add(List<String> facts, String verb, Collection<String> names) {
		if (!names.isEmpty()) {
			facts.add(verb + names.stream().sorted().limit(MAX_NAMES).collect(Collectors.joining(", "))
					+ ((names.size() > MAX_NAMES) ? ", …" : ""));
		}
	}

	private static String path(CallPath path) {
		if (path.sites().isEmpty()) {
			return "from libraries alone";
		}
		return "from "
				+ path.sites().stream().limit(MAX_SITES).map(Objects::toString).collect(Collectors.joining(" < "))
				+ ((path.sites().size() > MAX_SITES) ? " < …" : "");
	}

	/** Both ends matter: what is read, and on which condition. */
	private static String abbreviate(String statement) {
		return (statement.length() <= MAX_LENGTH) ? statement : statement.substring(0, MAX_LENGTH / 2) + " … "
				+ statement.substring(statement.length() - MAX_LENGTH / 2);
	}

	private static <K> Map<K, List<RecordedExecution>> group(List<RecordedExecution> executions,
			Function<RecordedExecution, K> key) {
		return executions.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
	}

	private void line(String indent, String line) {
		this.text.append(indent).append(line).append('\n');
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

}
