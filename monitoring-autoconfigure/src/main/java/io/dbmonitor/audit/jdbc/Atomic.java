package io.dbmonitor.audit.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;

/**
 * Several statements that leave all or nothing behind, on a connection in auto-commit
 * mode as well as in a transaction, whose owner may go on after a failure.
 */
final class Atomic {

	private Atomic() {
	}

	/**
	 * Run statements.
	 * @param connection the connection; left in the mode that it was in
	 * @param statements executes them on it
	 * @throws SQLException if one of them fails; nothing is left of the others
	 */
	static void run(Connection connection, Statements statements) throws SQLException {
		if (connection.getAutoCommit()) {
			runInTransaction(connection, statements);
			return;
		}
		Savepoint before = connection.setSavepoint();
		try {
			statements.execute();
		}
		catch (SQLException | RuntimeException | Error ex) {
			try {
				connection.rollback(before);
			}
			catch (SQLException lost) {
				// The server has rolled back all of it, and why says the first failure
				ex.addSuppressed(lost);
			}
			throw ex;
		}
		connection.releaseSavepoint(before);
	}

	private static void runInTransaction(Connection connection, Statements statements) throws SQLException {
		connection.setAutoCommit(false);
		try {
			statements.execute();
			connection.commit();
		}
		catch (SQLException | RuntimeException | Error ex) {
			connection.rollback();
			throw ex;
		}
		finally {
			connection.setAutoCommit(true);
		}
	}

	/** What is run. */
	@FunctionalInterface
	interface Statements {

		/**
		 * Execute them.
		 * @throws SQLException if one of them fails
		 */
		void execute() throws SQLException;

	}

}
