package io.dbmonitor.database.mysql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.dbmonitor.database.DatabaseMeter;
import io.dbmonitor.database.Figure;
import io.dbmonitor.database.question.Answer;
import io.dbmonitor.database.question.Question;

/**
 * What InnoDB itself counts, for who may see it. On by default in MariaDB and MySQL.
 */
final class InnodbQuestion implements Question {

	private static final String SQL = """
			select name, count from information_schema.innodb_metrics
			where name in ('lock_deadlocks', 'trx_rseg_history_len')
			""";

	@Override
	public String subject() {
		return "metrics of InnoDB";
	}

	@Override
	public void ask(Statement statement, Answer answer) throws SQLException {
		try (ResultSet row = statement.executeQuery(SQL)) {
			while (row.next()) {
				answer.put("lock_deadlocks".equals(row.getString(1)) ? Figure.of(DatabaseMeter.DEADLOCKS)
						: Figure.of(MySqlMeter.HISTORY_LENGTH), row.getDouble(2));
			}
		}
		catch (SQLException ex) {
			if (!Rights.isDenied(ex)) {
				throw ex;
			}
		}
	}

}
