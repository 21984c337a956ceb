package io.dbmonitor.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import org.springframework.boot.jdbc.DatabaseDriver;

/**
 * Reads the state of one kind of database. The sampler calls it on its own thread with
 * the monitor's own connection; an inspector keeps no state between calls and may take no
 * longer than the time-out it is given.
 */
public interface DatabaseInspector {

	/**
	 * Whether this inspector knows a kind of database.
	 * @param driver what the JDBC URL names
	 * @return whether it can inspect it
	 */
	boolean supports(DatabaseDriver driver);

	/**
	 * Return the driver's properties for the monitor's own connection: time-outs, and a
	 * name under which the session shows.
	 * @param timeout how long to wait for the server
	 * @return properties by their names
	 */
	Map<String, String> connectionProperties(Duration timeout);

	/**
	 * Ask who the server is.
	 * @param connection the monitor's own, just opened
	 * @return its identity
	 * @throws SQLException if the database does not answer
	 */
	DatabaseIdentity identify(Connection connection) throws SQLException;

	/**
	 * Ask what the server does.
	 * @param connection the monitor's own
	 * @param timeout how long all statements together may take on the server
	 * @return the sample
	 * @throws SQLException if the database does not answer
	 */
	ActivitySample sample(Connection connection, Duration timeout) throws SQLException;

	/**
	 * Do something to a client's session.
	 * @param connection one of the monitor's own, for this alone
	 * @param action what to do
	 * @param pid the session
	 * @param since since when the number is its own, as
	 * {@link ActivitySample#numberedSince(Session)} tells: by now it can be another
	 * session's
	 * @return whether the session was there and the server has done it
	 * @throws SessionPrivilegeException if the monitor's user may not do it
	 * @throws SQLException if the database does not answer
	 */
	boolean act(Connection connection, SessionAction action, int pid, Instant since) throws SQLException;

	/**
	 * Ask what the server stores. Takes one statement at a time, each in a transaction of
	 * its own, and waits for no lock on a table.
	 * @param connection the monitor's own
	 * @param timeout how long all statements together may take on the server
	 * @return the sample, empty for a database that does not tell
	 * @throws SQLException if the database does not answer
	 */
	Optional<StorageSample> examine(Connection connection, Duration timeout) throws SQLException;

}
