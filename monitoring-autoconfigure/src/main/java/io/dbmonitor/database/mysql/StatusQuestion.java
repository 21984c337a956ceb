package io.dbmonitor.database.mysql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.dbmonitor.database.DatabaseMeter;
import io.dbmonitor.database.Figure;
import io.dbmonitor.database.question.Answer;
import io.dbmonitor.database.question.Question;

/**
 * What the server counts for all of its databases.
 */
final class StatusQuestion implements Question {

	private static final String REQUESTS = "Innodb_buffer_pool_read_requests";

	private static final String READS = "Innodb_buffer_pool_reads";

	private final Map<String, Figure> figures;

	private final String sql;

	StatusQuestion(Variant variant) {
		this.figures = Map.of("Com_commit", Figure.of(DatabaseMeter.TRANSACTIONS, "commit"), "Com_rollback",
				Figure.of(DatabaseMeter.TRANSACTIONS, "rollback"), variant.rowsRead(),
				Figure.of(DatabaseMeter.ROWS, "fetch"), variant.rowsInserted(), Figure.of(DatabaseMeter.ROWS, "insert"),
				variant.rowsUpdated(), Figure.of(DatabaseMeter.ROWS, "update"), variant.rowsDeleted(),
				Figure.of(DatabaseMeter.ROWS, "delete"), "Innodb_row_lock_waits", Figure.of(MySqlMeter.ROW_LOCK_WAITS),
				"Created_tmp_disk_tables", Figure.of(MySqlMeter.TEMP_TABLES), READS,
				Figure.of(MySqlMeter.PAGES, "read"));
		this.sql = Stream.concat(this.figures.keySet().stream(), Stream.of(REQUESTS))
			.collect(Collectors.joining("', '", "show global status where variable_name in ('", "')"));
	}

	@Override
	public String subject() {
		return "statistics of the server";
	}

	@Override
	public void ask(Statement statement, Answer answer) throws SQLException {
		Map<String, Double> values = new HashMap<>();
		try (ResultSet row = statement.executeQuery(this.sql)) {
			while (row.next()) {
				values.put(row.getString(1), row.getDouble(2));
			}
		}
		this.figures.forEach((variable, figure) -> {
			Double value = values.get(variable);
			if (value != null) {
				answer.put(figure, value);
			}
		});
		Double requests = values.get(REQUESTS);
		Double reads = values.get(READS);
		if (requests != null && reads != null) {
			answer.put(Figure.of(MySqlMeter.PAGES, "hit"), Math.max(0, requests - reads));
		}
	}

}
