package io.dbmonitor.database.postgresql;

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

/**
 * Which indexes stand out, from the catalogue and the statistics. Of indexes that are the
 * same the one that serves most is kept: a valid one, a primary key's, a unique one. What
 * keeps values unique, belongs to a constraint or identifies rows for replication is
 * needed even if no statement uses it.
 */
final class IndexesQuestion implements Question {

	/** Expressions are compared as the parser left them, but for where they stood. */
	private static final String SQL = """
			with described as (
				select n.nspname as schema, t.relname as table_name, c.relname as name,
					c.relpages::bigint * current_setting('block_size')::int as bytes,
					pg_stat_get_numscans(x.indexrelid) as scans, x.indisunique as is_unique,
					not x.indisvalid as invalid,
					case when row_number() over same > 1 then first_value(c.relname) over same end as duplicate_of,
					x.indisvalid and not x.indisunique and not x.indisreplident
						and pg_stat_get_numscans(x.indexrelid) = 0
						and not exists (select from pg_constraint k where k.conindid = x.indexrelid) as unused
				from pg_index x
					join pg_class c on c.oid = x.indexrelid
					join pg_class t on t.oid = x.indrelid
					join pg_namespace n on n.oid = t.relnamespace
				where c.relkind = 'i' and t.relpersistence <> 't' and t.relkind <> 't'
					and n.nspname not in ('pg_catalog', 'information_schema')
				window same as (
					partition by x.indrelid, c.relam, x.indnkeyatts, x.indkey::text, x.indclass::text,
						x.indcollation::text, x.indoption::text,
						regexp_replace(x.indexprs::text, ':location -?\\d+', '', 'g'),
						regexp_replace(x.indpred::text, ':location -?\\d+', '', 'g')
					order by x.indisvalid desc, x.indisprimary desc, x.indisunique desc, x.indexrelid)
			), ranked as (
				select *,
					row_number() over (order by bytes desc) as by_size,
					row_number() over (order by unused desc, bytes desc) as by_unused,
					row_number() over (order by (duplicate_of is not null) desc, bytes desc) as by_duplicate,
					row_number() over (order by invalid desc, bytes desc) as by_invalid,
					count(*) filter (where unused) over () as all_unused,
					count(*) filter (where duplicate_of is not null) over () as all_duplicate,
					count(*) filter (where invalid) over () as all_invalid
				from described
			)
			select * from ranked where least(by_size, by_unused, by_duplicate, by_invalid) <= 50
			order by bytes desc, schema, name
			""";

	private final List<IndexHealth> indexes = new ArrayList<>();

	@Override
	public String subject() {
		return "indexes";
	}

	@Override
	public void ask(Statement statement, Answer answer) throws SQLException {
		for (IndexProblem problem : IndexProblem.values()) {
			answer.put(figure(problem), 0.0);
		}
		try (ResultSet rows = statement.executeQuery(SQL)) {
			while (rows.next()) {
				this.indexes.add(index(rows));
				for (IndexProblem problem : IndexProblem.values()) {
					answer.put(figure(problem), rows.getDouble("all_" + problem.id()));
				}
			}
		}
	}

	private static Figure figure(IndexProblem problem) {
		return Figure.of(PostgresMeter.INDEXES, problem.id());
	}

	private static IndexHealth index(ResultSet row) throws SQLException {
		List<String> problems = new ArrayList<>();
		if (row.getBoolean("unused")) {
			problems.add(IndexProblem.UNUSED.id());
		}
		String duplicateOf = row.getString("duplicate_of");
		if (duplicateOf != null) {
			problems.add(IndexProblem.DUPLICATE.id());
		}
		if (row.getBoolean("invalid")) {
			problems.add(IndexProblem.INVALID.id());
		}
		return new IndexHealth(row.getString("schema"), row.getString("table_name"), row.getString("name"),
				row.getLong("bytes"), row.getLong("scans"), row.getBoolean("is_unique"), List.copyOf(problems),
				duplicateOf);
	}

	/** The indexes, once asked. */
	List<IndexHealth> indexes() {
		return List.copyOf(this.indexes);
	}

}
