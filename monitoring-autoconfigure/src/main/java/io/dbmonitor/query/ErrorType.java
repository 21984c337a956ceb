package io.dbmonitor.query;

import java.sql.SQLException;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Values of OpenTelemetry's {@code error.type}: the class of the SQLState (its first two
 * characters, as the SQL standard and PostgreSQL's "Error Codes" define them) by name, so
 * that the set stays small.
 */
public final class ErrorType {

	/** No error. */
	static final String NONE = "none";

	/** An error of no known class. */
	static final String OTHER = "_OTHER";

	private static final Map<String, String> BY_CLASS = Map.ofEntries(Map.entry("08", "connection_exception"),
			Map.entry("0A", "feature_not_supported"), Map.entry("21", "cardinality_violation"),
			Map.entry("22", "data_exception"), Map.entry("23", "integrity_constraint_violation"),
			Map.entry("25", "invalid_transaction_state"), Map.entry("28", "invalid_authorization_specification"),
			Map.entry("40", "transaction_rollback"), Map.entry("42", "syntax_error_or_access_rule_violation"),
			Map.entry("53", "insufficient_resources"), Map.entry("54", "program_limit_exceeded"),
			Map.entry("55", "object_not_in_prerequisite_state"), Map.entry("57", "operator_intervention"),
			Map.entry("58", "system_error"), Map.entry("XX", "internal_error"));

	private ErrorType() {
	}

	/**
	 * Return what went wrong.
	 * @param failure what was thrown, or {@code null}
	 * @return {@code none}, the name of an SQLState's class, or {@code _OTHER}
	 */
	public static String of(@Nullable Throwable failure) {
		if (failure == null) {
			return NONE;
		}
		String state = (failure instanceof SQLException ex) ? ex.getSQLState() : null;
		return (state != null && state.length() == 5) ? BY_CLASS.getOrDefault(state.substring(0, 2), OTHER) : OTHER;
	}

}
