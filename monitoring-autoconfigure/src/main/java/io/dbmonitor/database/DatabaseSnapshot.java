package io.dbmonitor.database;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What one sample found. Immutable; gauges and the endpoint read it.
 *
 * @param sampledAt when it was begun: what it found was so then or later
 * @param took how long it took
 * @param identity who the server is
 * @param activity what it does
 */
public record DatabaseSnapshot(Instant sampledAt, Duration took, DatabaseIdentity identity, ActivitySample activity) {

	/**
	 * Return all figures of the sample: those that follow from the sessions, and those
	 * that the inspector found, who knows better.
	 * @return values by figure
	 */
	Map<Figure, Double> figures() {
		Map<Figure, Double> figures = new HashMap<>();
		sessionsByState().forEach(
				(state, sessions) -> figures.put(Figure.of(DatabaseMeter.SESSIONS, state), sessions.doubleValue()));
		Integer maxSessions = this.identity.maxSessions();
		if (maxSessions != null) {
			figures.put(Figure.of(DatabaseMeter.SESSIONS_MAX), maxSessions.doubleValue());
		}
		figures.put(Figure.of(DatabaseMeter.SESSIONS_BLOCKED), blocked());
		figures.put(Figure.of(DatabaseMeter.QUERY_OLDEST), oldestQuerySeconds());
		figures.put(Figure.of(DatabaseMeter.TRANSACTION_OLDEST), oldestTransactionSeconds());
		figures.putAll(this.activity.figures().values());
		return figures;
	}

	/**
	 * Count the clients' sessions by state.
	 * @return the number of sessions in each state the database knows, 0 where there are
	 * none
	 */
	public Map<String, Integer> sessionsByState() {
		Map<String, Integer> sessions = new LinkedHashMap<>();
		this.identity.sessionStates().forEach((state) -> sessions.put(state, 0));
		sessions.put(Session.UNKNOWN_STATE, 0);
		this.activity.clients().forEach((session) -> sessions.merge(session.stateOrUnknown(), 1, Integer::sum));
		return sessions;
	}

	/**
	 * Count the clients' sessions that wait for others.
	 * @return the number of blocked sessions, {@link Double#NaN} where the database does
	 * not tell the monitor's user
	 */
	public double blocked() {
		Double told = this.activity.figures().values().get(Figure.of(DatabaseMeter.SESSIONS_BLOCKED));
		return (told != null) ? told : this.activity.clients().stream().filter(Session::isBlocked).count();
	}

	/**
	 * Return the age of the oldest transaction.
	 * @return seconds, 0 where no transaction is open, {@link Double#NaN} where the
	 * database does not tell the monitor's user
	 */
	public double oldestTransactionSeconds() {
		Double told = this.activity.figures().values().get(Figure.of(DatabaseMeter.TRANSACTION_OLDEST));
		return (told != null) ? told : oldest(Session::transactionSeconds).orElse(0);
	}

	/**
	 * Return the age of the oldest running statement.
	 * @return seconds, 0 where none runs
	 */
	public double oldestQuerySeconds() {
		return oldest(Session::querySeconds).orElse(0);
	}

	/** The monitor is always busy while it looks, so it does not count. */
	private OptionalDouble oldest(Function<Session, @Nullable Double> age) {
		List<Session> sessions = this.activity.clients();
		return sessions.stream()
			.filter((session) -> session.pid() != this.activity.ownPid())
			.map(age)
			.filter(Objects::nonNull)
			.mapToDouble(Double::doubleValue)
			.max();
	}

}
