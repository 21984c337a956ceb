package io.dbmonitor.database.mysql;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;

import io.dbmonitor.database.Figure;
import io.dbmonitor.database.question.Answer;
import io.dbmonitor.database.question.Question;

/**
 * How far the server is behind, for who may see it: of several sources the worst.
 */
final class ReplicationQuestion implements Question {

	private final String sql;

	ReplicationQuestion(Variant variant) {
		this.sql = variant.replicaStatus();
	}

	@Override
	public String subject() {
		return "replication";
	}

	/** While it does not replicate it does not tell how far it is behind. */
	@Override
	public void ask(Statement statement, Answer answer) throws SQLException {
		double worst = 0;
		try (ResultSet row = statement.executeQuery(this.sql)) {
			while (row.next()) {
				double seconds = row.getDouble(lag(row.getMetaData()));
				worst = row.wasNull() ? Double.NaN : Math.max(worst, seconds);
			}
			answer.put(Figure.of(MySqlMeter.REPLICATION_LAG), worst);
		}
		catch (SQLException ex) {
			if (!Rights.isUntold(ex)) {
				throw ex;
			}
		}
	}

	/**
	 * {@code Seconds_Behind_Master} in MariaDB, {@code Seconds_Behind_Source} in MySQL.
	 */
	private static int lag(ResultSetMetaData columns) throws SQLException {
		for (int column = 1; column <= columns.getColumnCount(); column++) {
			if (columns.getColumnLabel(column).startsWith("Seconds_Behind_")) {
				return column;
			}
		}
		throw new SQLException("The status of the replica does not tell how far it is behind");
	}

}
