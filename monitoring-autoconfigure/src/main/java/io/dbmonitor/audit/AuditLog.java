package io.dbmonitor.audit;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes changes to the log once they are committed, and reads that are kept, one
 * structured record each: a sentence for people, and key-value pairs for programs, which
 * Spring Boot's structured logging writes as fields. Names the fields that changed, never
 * their values.
 */
public final class AuditLog implements ChangeSetListener {

	private static final Logger logger = LoggerFactory.getLogger("dbmonitor.audit");

	@Override
	public void committed(ChangeSet changeSet) {
		if (!logger.isInfoEnabled()) {
			return;
		}
		changeSet.changes().forEach((change) -> log(changeSet, change));
		if (changeSet.omitted() > 0) {
			with(logger.atInfo(), changeSet).addKeyValue("omitted", changeSet.omitted())
				.log("{} more changes of the same transaction", changeSet.omitted());
		}
	}

	private static void log(ChangeSet changeSet, Change change) {
		List<String> fields = List.copyOf(change.values().keySet());
		LoggingEventBuilder event = with(logger.atInfo(), changeSet).addKeyValue("operation", change.operation().name())
			.addKeyValue("source", change.source().name())
			.addKeyValue("entity", change.entity())
			.addKeyValue("id", oneLine(change.id()))
			.addKeyValue("fields", fields);
		with(event, change.statement()).log(sentence(changeSet.context(), change, fields));
	}

	private static LoggingEventBuilder with(LoggingEventBuilder event, @Nullable StatementWrite statement) {
		if (statement == null) {
			return event;
		}
		LoggingEventBuilder added = event.addKeyValue("table", statement.table())
			.addKeyValue("statement", statement.statement());
		added = with(added, "caller", statement.caller());
		return (statement.rows() != null) ? added.addKeyValue("rows", statement.rows()) : added;
	}

	private static LoggingEventBuilder with(LoggingEventBuilder event, ChangeSet changeSet) {
		ChangeContext context = changeSet.context();
		LoggingEventBuilder added = event.addKeyValue("changeSet", changeSet.id());
		added = with(added, "actor", context.actor());
		added = with(added, "route", context.route());
		added = with(added, "transaction", context.transaction());
		added = with(added, "traceId", context.traceId());
		return with(added, "instance", context.instance());
	}

	private static LoggingEventBuilder with(LoggingEventBuilder event, String key, @Nullable String value) {
		return (value != null) ? event.addKeyValue(key, oneLine(value)) : event;
	}

	private static String sentence(ChangeContext context, Change change, List<String> fields) {
		StringBuilder sentence = new StringBuilder();
		sentence.append(change.operation())
			.append(' ')
			.append(change.entity())
			.append(' ')
			.append(oneLine(change.id()));
		if (context.actor() != null) {
			sentence.append(" by ").append(oneLine(context.actor()));
		}
		if (context.route() != null) {
			sentence.append(" in ").append(oneLine(context.route()));
		}
		StatementWrite statement = change.statement();
		if (statement != null) {
			sentence.append(": ")
				.append((statement.rows() != null) ? statement.rows() : "an unknown number of")
				.append(" rows of ")
				.append(oneLine(statement.table()));
		}
		if (!fields.isEmpty()) {
			sentence.append(": ").append(String.join(", ", fields));
		}
		return sentence.toString();
	}

	/** A name that somebody chose must not look like another record. */
	private static String oneLine(String text) {
		return text.codePoints().anyMatch(Character::isISOControl) ? text.replaceAll("\\p{Cntrl}", "?") : text;
	}

}
