package io.dbmonitor.database;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What follows from the sessions where the words for what they do matter: those of
 * PostgreSQL, which inspectors of other databases use where they have none of their own.
 */
public final class SessionFigures {

	private static final String IDLE_IN_TRANSACTION = "idle in transaction";

	private SessionFigures() {
	}

	/**
	 * Work the figures out.
	 * @param sessions the clients' sessions
	 * @param classes what they can wait for; others count when they are seen
	 * @return the figures
	 */
	public static Map<Figure, Double> of(List<Session> sessions, List<String> classes) {
		Map<Figure, Double> figures = new HashMap<>();
		classes.forEach((type) -> figures.put(waiting(type), 0.0));
		figures.put(waiting(Session.UNKNOWN_STATE), 0.0);
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
