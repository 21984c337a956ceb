package io.dbmonitor.session.endpoint;

import java.time.Instant;
import java.util.List;

import io.dbmonitor.database.DatabaseIdentity;
import io.dbmonitor.database.DatabaseMonitor;
import io.dbmonitor.database.DatabaseSnapshot;
import io.dbmonitor.database.DatabaseState;
import io.dbmonitor.database.MissingExtension;
import io.dbmonitor.database.MissingPrivilege;
import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.endpoint.Overview;
import io.dbmonitor.endpoint.Section;
import io.dbmonitor.endpoint.SectionException;
import io.dbmonitor.endpoint.SectionRequest;
import io.dbmonitor.session.SessionView;
import io.dbmonitor.session.Sessions;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code sessions}, and the state of each database in the overview.
 */
public final class SessionsSection implements Section {

	private final MonitoredDataSources dataSources;

	private final DatabaseMonitor monitor;

	private final Sessions sessions;

	private final SessionControl control;

	/**
	 * Make the section.
	 * @param dataSources the data sources
	 * @param monitor knows their databases
	 * @param sessions their sessions
	 * @param control whether sessions can be ended
	 */
	public SessionsSection(MonitoredDataSources dataSources, DatabaseMonitor monitor, Sessions sessions,
			boolean control) {
		this.dataSources = dataSources;
		this.monitor = monitor;
		this.sessions = sessions;
		this.control = new SessionControl(sessions, control);
	}

	@Override
	public String name() {
		return "sessions";
	}

	@Override
	public void contribute(Overview overview) {
		for (MonitoredDataSource dataSource : this.dataSources.all()) {
			String name = dataSource.name();
			this.monitor.state(name).ifPresent((state) -> overview.dataSource(name, "database", Database.of(state)));
			this.monitor.fresh(name).ifPresent((snapshot) -> {
				overview.dataSource(name, "sessions", snapshot.sessionsByState());
				double blocked = snapshot.blocked();
				overview.dataSource(name, "blocked", Double.isNaN(blocked) ? null : (Object) (int) blocked);
				double longest = snapshot.oldestTransactionSeconds();
				overview.dataSource(name, "longestTransactionSeconds", Double.isNaN(longest) ? null : (Object) longest);
			});
		}
	}

	@Override
	public Object answer(SectionRequest request) {
		if (!request.path().isEmpty()) {
			throw SectionException.notFound("There is nothing below 'sessions'.");
		}
		return new Answer(this.sessions.all(request.limit()), this.control.modes());
	}

	@Override
	public Object change(SectionRequest request) {
		if (request.path().size() != 1) {
			throw SectionException.notFound("A session is ended at 'sessions/' and its pid.");
		}
		return this.control.act(request.path().get(0), request);
	}

	/**
	 * The answer.
	 *
	 * @param sessions the sessions, the busiest first
	 * @param actions how a session can be ended, where the endpoint has write access
	 */
	record Answer(List<SessionView> sessions, List<String> actions) {
	}

	/**
	 * What was done to a session.
	 *
	 * @param action what
	 * @param session to whom
	 * @param actor by whom
	 */
	record Done(String action, SessionView session, String actor) {
	}

	/**
	 * A database in the overview.
	 *
	 * @param product the product's name
	 * @param version the server's version, as of the last sample
	 * @param reachable whether the last attempt succeeded; left out before the first
	 * @param sampledAt when the last sample that succeeded was taken
	 * @param missingPrivileges what the monitor's role lacks
	 * @param missingExtensions what the server lacks to show more, if anything
	 * @param note why there is nothing to see, or less
	 */
	record Database(String product, @Nullable String version, @Nullable Boolean reachable, @Nullable Instant sampledAt,
			@Nullable List<MissingPrivilege> missingPrivileges, @Nullable List<MissingExtension> missingExtensions,
			@Nullable String note) {

		private static final String POOLER = "A pooler stands between the application and the server and makes up the"
				+ " numbers of sessions: those that can be the application's are 'unmapped'";

		static Database of(DatabaseState state) {
			DatabaseSnapshot last = state.last();
			DatabaseIdentity identity = (last != null) ? last.identity() : null;
			return new Database(state.support().product(), (identity != null) ? identity.version() : null,
					state.reachable(), (last != null) ? last.sampledAt() : null,
					(identity != null) ? identity.missingPrivileges() : null,
					(identity != null && !identity.missingExtensions().isEmpty()) ? identity.missingExtensions() : null,
					note(state, identity));
		}

		private static @Nullable String note(DatabaseState state, @Nullable DatabaseIdentity identity) {
			if (!state.support().supported()) {
				return "Database state is not supported for " + state.support().product();
			}
			return (state.failure() == null && identity != null && identity.behindPooler()) ? POOLER : state.failure();
		}

	}

}
