package io.dbmonitor.database.mysql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.dbmonitor.database.Figure;
import io.dbmonitor.database.IndexHealth;
import io.dbmonitor.database.IndexProblem;
import io.dbmonitor.database.question.Answer;
import io.dbmonitor.database.question.Question;
import io.dbmonitor.database.question.Rows;
import org.jspecify.annotations.Nullable;

/**
 * The indexes of the connection's own database that have a trouble, and others up to a
 * bounded number: how large an index is only the system's own tables tell. Of indexes on
 * the same columns the one that serves most is kept: the primary key's, a unique one.
 * What keeps values unique, or a foreign key needs, is needed even if no statement uses
 * it.
 */
final class IndexesQuestion implements Question {

	/** Parts of an index that are functions have no column, so no two such are equal. */
	private static final String SQL = """
			with indexes as (
				select table_schema, table_name, index_name, min(non_unique) = 0 as is_unique, index_type,
					min(case when seq_in_index = 1 then column_name end) as first_column,
					case when count(column_name) = count(*)
						then group_concat(concat_ws(':', column_name, sub_part, collation) order by seq_in_index)
						end as columns
				from information_schema.statistics
				where table_schema = database()
				group by table_schema, table_name, index_name, index_type
			), described as (
				select i.*, %s as scans,
					case when i.columns is not null and row_number() over same > 1
						then first_value(i.index_name) over same end as duplicate_of,
					not i.is_unique and %s and k.column_name is null as unused
				from indexes i
					left join (select distinct table_name, column_name from information_schema.key_column_usage
						where table_schema = database() and referenced_table_name is not null) k
						on k.table_name = i.table_name and k.column_name = i.first_column
					%s
				window same as (partition by i.table_schema, i.table_name, i.index_type, i.columns
					order by i.index_name <> 'PRIMARY', not i.is_unique, i.index_name)
			), ranked as (
				select *, row_number() over (order by unused desc, table_name, index_name) as by_unused,
					row_number() over (order by duplicate_of is null, table_name, index_name) as by_duplicate,
					sum(unused) over () as all_unused,
					sum(duplicate_of is not null) over () as all_duplicate
				from described
			)
			select * from ranked where least(by_unused, by_duplicate) <= 50
			order by table_name, index_name
			""";

	private static final String USES = """
			left join performance_schema.table_io_waits_summary_by_index_usage u on u.object_type = 'TABLE'
				and u.object_schema = i.table_schema and u.object_name = i.table_name and u.index_name = i.index_name
			""";

	private final boolean uses;

	private final List<IndexHealth> indexes = new ArrayList<>();

	/**
	 * Make the question.
	 * @param uses whether the server counts how indexes are used
	 */
	IndexesQuestion(boolean uses) {
		this.uses = uses;
	}

	@Override
	public String subject() {
		return "indexes";
	}

	@Override
	public void ask(Statement statement, Answer answer) throws SQLException {
		answer.put(figure(IndexProblem.DUPLICATE), 0.0);
		if (this.uses) {
			answer.put(figure(IndexProblem.UNUSED), 0.0);
		}
		try (ResultSet row = statement.executeQuery(sql(this.uses))) {
			while (row.next()) {
				this.indexes.add(index(row));
				answer.put(figure(IndexProblem.DUPLICATE), row.getDouble("all_duplicate"));
				if (this.uses) {
					answer.put(figure(IndexProblem.UNUSED), row.getDouble("all_unused"));
				}
			}
		}
	}

	static String sql(boolean uses) {
		return uses ? SQL.formatted("u.count_read", "coalesce(u.count_read, 0) = 0", USES)
				: SQL.formatted("null", "false", "");
	}

	private static Figure figure(IndexProblem problem) {
		return Figure.of(MySqlMeter.INDEXES, problem.id());
	}

	private static IndexHealth index(ResultSet row) throws SQLException {
		@Nullable String duplicateOf = row.getString("duplicate_of");
		List<String> problems = new ArrayList<>();
		if (row.getBoolean("unused")) {
			problems.add(IndexProblem.UNUSED.id());
		}
		if (duplicateOf != null) {
			problems.add(IndexProblem.DUPLICATE.id());
		}
		return new IndexHealth(row.getString("table_schema"), row.getString("table_name"), row.getString("index_name"),
				null, Rows.number(row, "scans"), row.getBoolean("is_unique"), List.copyOf(problems), duplicateOf);
	}

	/** The indexes, once asked. */
	List<IndexHealth> indexes() {
		return List.copyOf(this.indexes);
	}

}
