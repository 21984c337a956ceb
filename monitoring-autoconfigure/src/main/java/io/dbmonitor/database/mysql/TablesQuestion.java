package io.dbmonitor.database.mysql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.dbmonitor.database.Figure;
import io.dbmonitor.database.TableHealth;
import io.dbmonitor.database.TableProblem;
import io.dbmonitor.database.question.Answer;
import io.dbmonitor.database.question.Question;
import io.dbmonitor.database.question.Rows;

/**
 * The tables of the connection's own database, the largest first.
 */
final class TablesQuestion implements Question {

	/** Rows that no index led to count as read from the beginning of the table. */
	private static final String SQL = """
			select * from (
				select t.table_schema, t.table_name, t.table_rows, coalesce(t.data_length, 0) as bytes,
					coalesce(t.index_length, 0) as index_bytes, k.table_name is not null as keyed, %s,
					count(*) over () - count(k.table_name) over () as without_key,
					row_number() over (order by t.data_length + t.index_length desc) as by_size,
					row_number() over (order by k.table_name is not null, t.data_length desc) as by_key
				from information_schema.tables t
					left join (select distinct table_schema, table_name from information_schema.statistics
						where index_name = 'PRIMARY' and table_schema = database()) k
						on k.table_schema = t.table_schema and k.table_name = t.table_name
					%s
				where t.table_schema = database() and t.table_type in ('BASE TABLE', 'SYSTEM VERSIONED')) ranked
			where least(by_size, by_key) <= 50
			order by bytes + index_bytes desc, table_name
			""";

	private static final String USES = """
			left join performance_schema.table_io_waits_summary_by_table u on u.object_type = 'TABLE'
				and u.object_schema = t.table_schema and u.object_name = t.table_name
			left join performance_schema.table_io_waits_summary_by_index_usage n on n.object_type = 'TABLE'
				and n.index_name is null and n.object_schema = t.table_schema and n.object_name = t.table_name
			""";

	private final String sql;

	private final List<TableHealth> tables = new ArrayList<>();

	/**
	 * Make the question.
	 * @param uses whether the server counts how tables are used
	 */
	TablesQuestion(boolean uses) {
		this.sql = SQL.formatted(uses ? """
				n.count_fetch as sequential, u.count_insert as inserted, u.count_update as updated,
					u.count_delete as deleted
				""" : "null as sequential, null as inserted, null as updated, null as deleted", uses ? USES : "");
	}

	@Override
	public String subject() {
		return "tables";
	}

	@Override
	public void ask(Statement statement, Answer answer) throws SQLException {
		Figure withoutKey = Figure.of(MySqlMeter.INDEXES, TableProblem.MISSING_PRIMARY_KEY.id());
		answer.put(withoutKey, 0.0);
		try (ResultSet row = statement.executeQuery(this.sql)) {
			while (row.next()) {
				this.tables.add(table(row));
				answer.put(withoutKey, row.getDouble("without_key"));
			}
		}
	}

	private static TableHealth table(ResultSet row) throws SQLException {
		List<String> problems = row.getBoolean("keyed") ? List.of() : List.of(TableProblem.MISSING_PRIMARY_KEY.id());
		return new TableHealth(row.getString("table_schema"), row.getString("table_name"),
				Rows.number(row, "table_rows"), null, row.getLong("bytes"), row.getLong("index_bytes"), null,
				Rows.number(row, "sequential"), null, Rows.number(row, "inserted"), Rows.number(row, "updated"),
				Rows.number(row, "deleted"), null, null, problems);
	}

	/** The tables, once asked. */
	List<TableHealth> tables() {
		return List.copyOf(this.tables);
	}

}
