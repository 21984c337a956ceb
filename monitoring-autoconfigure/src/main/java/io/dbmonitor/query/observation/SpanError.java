package io.dbmonitor.query.observation;

import java.sql.SQLException;

/**
 * What a span is told of a failure: its type, its SQLState and where it was thrown. The
 * driver's message stays with the application, as it can name values: PostgreSQL tells
 * the key that exists already.
 */
final class SpanError extends Exception {

	private static final long serialVersionUID = 1L;

	private SpanError(String message, StackTraceElement[] stack) {
		super(message);
		setStackTrace(stack);
	}

	static SpanError of(Throwable failure) {
		String type = failure.getClass().getName();
		String state = (failure instanceof SQLException ex) ? ex.getSQLState() : null;
		return new SpanError((state != null) ? type + ", SQLState " + state : type, failure.getStackTrace());
	}

}
