package io.dbmonitor.session.endpoint;

import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.dbmonitor.database.SessionAction;
import io.dbmonitor.database.SessionPrivilegeException;
import io.dbmonitor.endpoint.SectionException;
import io.dbmonitor.endpoint.SectionRequest;
import io.dbmonitor.session.SessionView;
import io.dbmonitor.session.Sessions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends sessions and statements on request: only those of clients, only what was meant
 * (its number and when it began), and with lines in the log that say who asked for it,
 * before it is done, and what came of it.
 */
final class SessionControl {

	private static final Logger logger = LoggerFactory.getLogger("dbmonitor.sessions");

	/** Control and format characters, separators of lines and paragraphs. */
	private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

	private static final int MAX_LENGTH = 300;

	private final Sessions sessions;

	private final boolean enabled;

	SessionControl(Sessions sessions, boolean enabled) {
		this.sessions = sessions;
		this.enabled = enabled;
	}

	/** In what ways a session can be ended. */
	List<String> modes() {
		return this.enabled ? Arrays.stream(SessionAction.values()).map(SessionControl::name).toList() : List.of();
	}

	SessionsSection.Done act(String pid, SectionRequest request) {
		String actor = (request.actor() != null) ? request.actor() : "unknown";
		String attempt = oneLine(request.parameter("mode").orElse("nothing")) + " of session " + oneLine(pid) + " by "
				+ oneLine(actor);
		try {
			SessionAction action = action(request);
			SessionView session = allowed(pid, request);
			logger.warn("{} begins: data source '{}', user {}, application {}, since {}", attempt, session.dataSource(),
					oneLine(session.user()), oneLine(session.application()), session.numberedSince());
			end(session, action);
			logger.warn("{} is done", attempt);
			return new SessionsSection.Done(name(action), session, actor);
		}
		catch (RuntimeException ex) {
			logger.warn("{} is not done: {}", attempt, oneLine(ex.getMessage()));
			throw ex;
		}
	}

	private SessionView allowed(String pid, SectionRequest request) {
		if (!this.enabled) {
			throw SectionException.forbidden(
					"Ending sessions and statements is turned off. 'dbmonitor.session.control=true' turns it on.");
		}
		SessionView session = find(pid, request);
		if (this.sessions.isMonitor(session)) {
			throw SectionException.forbidden("Session " + pid + " is the monitor's own.");
		}
		if (session.backendType() != null) {
			throw SectionException.forbidden("Session " + pid + " is no client's: " + session.backendType() + ".");
		}
		return session;
	}

	private void end(SessionView session, SessionAction action) {
		try {
			if (!this.sessions.act(session, action)) {
				throw SectionException
					.conflict("Session " + session.pid() + " has ended, or executes nothing, meanwhile.");
			}
		}
		catch (SQLException ex) {
			throw refused(ex, session.pid());
		}
	}

	/** Who names himself can write anything into the name, a line of a log too. */
	private static String oneLine(@Nullable String text) {
		if (text == null) {
			return "unknown";
		}
		String line = UNPRINTABLE.matcher(text).replaceAll("?");
		return (line.length() <= MAX_LENGTH) ? line : line.substring(0, MAX_LENGTH) + "…";
	}

	private static SectionException refused(SQLException ex, int pid) {
		return (ex instanceof SessionPrivilegeException)
				? SectionException.forbidden("The monitor's user may not end session " + pid + ": " + ex.getMessage())
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
			throw SectionException.badRequest("The parameter 'backendStart' takes the session's backendStart, or else "
					+ "its serverStartedAt, as 'sessions' shows it: a number alone can be another session's by now.");
		}
	}

	private static String name(SessionAction action) {
		return action.name().toLowerCase(Locale.ROOT);
	}

}
