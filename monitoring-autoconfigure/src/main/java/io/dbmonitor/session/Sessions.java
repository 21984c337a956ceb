package io.dbmonitor.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.dbmonitor.database.DatabaseMonitor;
import io.dbmonitor.database.DatabaseSnapshot;
import io.dbmonitor.database.Session;
import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.query.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of all watched databases, from the fresh samples.
 */
public final class Sessions {

	private static final int MAX_STATEMENT_LENGTH = 2048;

	private final MonitoredDataSources dataSources;

	private final DatabaseMonitor monitor;

	public Sessions(MonitoredDataSources dataSources, DatabaseMonitor monitor) {
		this.dataSources = dataSources;
		this.monitor = monitor;
	}

	/**
	 * Return the sessions.
	 * @return the busiest first: those with the oldest statement, then those with the
	 * oldest transaction, then the others; the monitor's own, always busy when it looks,
	 * come last
	 */
	public List<SessionView> all() {
		List<SessionView> sessions = new ArrayList<>();
		List<SessionView> own = new ArrayList<>();
		for (MonitoredDataSource dataSource : this.dataSources.all()) {
			this.monitor.fresh(dataSource.name()).map(DatabaseSnapshot::activity).ifPresent((activity) -> {
				for (Session session : activity.sessions()) {
					((session.pid() == activity.ownPid()) ? own : sessions).add(view(dataSource.name(), session));
				}
			});
		}
		sessions.sort(Comparator.comparingDouble((SessionView session) -> orZero(session.querySeconds()))
			.thenComparing((session) -> orZero(session.transactionSeconds()))
			.reversed());
		sessions.addAll(own);
		return sessions;
	}

	private static SessionView view(String dataSource, Session session) {
		return new SessionView(dataSource, session.pid(), session.backendStart(), session.database(), session.user(),
				session.application(), session.client(), session.stateOrUnknown(), session.waitEventType(),
				session.waitEvent(), session.transactionSeconds(), session.querySeconds(),
				withoutValues(session.query()), session.blockedBy());
	}

	/** Statements of others can carry anything in their literals. */
	private static @Nullable String withoutValues(@Nullable String query) {
		return (query != null && !query.isBlank()) ? Fingerprint.of(query, MAX_STATEMENT_LENGTH).statement() : null;
	}

	private static double orZero(@Nullable Double seconds) {
		return (seconds != null) ? seconds : 0;
	}

}
