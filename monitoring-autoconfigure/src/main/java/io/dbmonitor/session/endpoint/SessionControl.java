package io.dbmonitor.session.endpoint;

import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import io.dbmonitor.database.SessionAction;
import io.dbmonitor.endpoint.SectionException;
import io.dbmonitor.endpoint.SectionRequest;
import io.dbmonitor.session.SessionView;
import io.dbmonitor.session.Sessions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends sessions and statements on request: only those of clients, only what was meant
 * (its number and when it began), and with a line in the log that says who did it.
 */
final class SessionControl {

	private static final Logger logger = LoggerFactory.getLogger("dbmonitor.sessions");

	private static final String INSUFFICIENT_PRIVILEGE = "42501";

	private final Sessions sessions;

	private final boolean enabled;

	SessionControl(Sessions sessions, boolean enabled) {
		this.sessions = sessions;
		this.enabled = enabled;
	}

	SessionsSection.Done act(String pid, SectionRequest request) {
		if (!this.enabled) {
			throw SectionException.forbidden(
					"Ending sessions and statements is turned off. 'dbmonitor.session.control=true' turns it on.");
		}
		SessionAction action = action(request);
		SessionView session = find(pid, request);
		if (this.sessions.isMonitor(session)) {
			throw SectionException.forbidden("Session " + pid + " is the monitor's own.");
		}
		try {
			if (!this.sessions.act(session, action)) {
				throw SectionException.conflict("Session " + pid + " has ended, or executes nothing, meanwhile.");
			}
		}
		catch (SQLException ex) {
			throw refused(ex, pid);
		}
		String actor = (request.actor() != null) ? request.actor() : "unknown";
		logger.warn("{} of session {} of '{}' (user {}, application {}) by {}", name(action), session.pid(),
				session.dataSource(), session.user(), session.application(), actor);
		return new SessionsSection.Done(name(action), session, actor);
	}

	private static SectionException refused(SQLException ex, String pid) {
		return INSUFFICIENT_PRIVILEGE.equals(ex.getSQLState())
				? SectionException.forbidden("The monitor's role may not signal session " + pid
						+ ": it takes pg_signal_backend, and a superuser's session takes a superuser.")
				: SectionException.conflict("The server did not do it: " + ex.getMessage());
	}

	private static SessionAction action(SectionRequest request) {
		String mode = request.parameter("mode").orElse("");
		return Arrays.stream(SessionAction.values())
			.filter((action) -> name(action).equals(mode))
			.findFirst()
			.orElseThrow(() -> SectionException
				.badRequest("The parameter 'mode' takes " + Arrays.stream(SessionAction.values())
					.map(SessionControl::name)
					.collect(Collectors.joining(" or ")) + "."));
	}

	private SessionView find(String pid, SectionRequest request) {
		Instant backendStart = backendStart(request);
		try {
			return this.sessions.find(Integer.parseInt(pid), backendStart)
				.orElseThrow(() -> SectionException
					.notFound("There is no client's session " + pid + " that began at " + backendStart + "."));
		}
		catch (NumberFormatException ex) {
			throw SectionException.notFound("There is no session '" + pid + "'.");
		}
	}

	private static Instant backendStart(SectionRequest request) {
		String text = request.parameter("backendStart").orElse("");
		try {
			return Instant.parse(text);
		}
		catch (DateTimeParseException ex) {
			throw SectionException.badRequest("The parameter 'backendStart' takes the session's backendStart, as "
					+ "'sessions' shows it: a number alone can be another session's by now.");
		}
	}

	private static String name(SessionAction action) {
		return action.name().toLowerCase(Locale.ROOT);
	}

}
