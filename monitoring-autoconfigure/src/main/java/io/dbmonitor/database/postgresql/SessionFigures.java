package io.dbmonitor.database.postgresql;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.dbmonitor.database.DatabaseMeter;
import io.dbmonitor.database.Figure;
import io.dbmonitor.database.Session;

/**
 * What follows from the sessions where PostgreSQL's own words for what they do matter.
 */
final class SessionFigures {

	/**
	 * The values of {@code wait_event_type} that sessions of clients have, as PostgreSQL
	 * documents them; others would count when they are seen.
	 */
	private static final List<String> CLASSES = List.of("BufferPin", "Client", "Extension", "IO", "IPC", "Lock",
			"LWLock", "Timeout", Session.UNKNOWN_STATE);

	private static final String IDLE_IN_TRANSACTION = "idle in transaction";

	private SessionFigures() {
	}

	static Map<Figure, Double> of(List<Session> sessions) {
		Map<Figure, Double> figures = new HashMap<>();
		CLASSES.forEach((type) -> figures.put(waiting(type), 0.0));
		double oldestIdle = 0;
		for (Session session : sessions) {
			// Where the state is hidden, so is the wait
			String type = (session.state() != null) ? session.waitEventType() : Session.UNKNOWN_STATE;
			if (type != null) {
				figures.merge(waiting(type), 1.0, Double::sum);
			}
			if (session.transactionSeconds() != null && session.stateOrUnknown().startsWith(IDLE_IN_TRANSACTION)) {
				oldestIdle = Math.max(oldestIdle, session.transactionSeconds());
			}
		}
		figures.put(Figure.of(DatabaseMeter.TRANSACTION_IDLE_OLDEST), oldestIdle);
		return figures;
	}

	private static Figure waiting(String type) {
		return Figure.of(DatabaseMeter.SESSIONS_WAITING, type);
	}

}
