package io.dbmonitor.database.postgresql;

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
 * Which tables stand out. All from the catalogue and the statistics, whatever locks are
 * on the tables: the functions that measure a relation would wait for them.
 */
final class TablesQuestion implements Question {

	/**
	 * A materialized view can have no key. A partition has the one of the table that it
	 * is a part of, where the lack of one is told.
	 */
	private static final String SQL = """
			with sized as (
				select n.nspname as schema, c.relname as name,
					case when c.reltuples >= 0 then c.reltuples::bigint end as rows,
					(c.relpages + coalesce(toast.relpages, 0))::bigint * current_setting('block_size')::int as bytes,
					coalesce(i.pages, 0) * current_setting('block_size')::int as index_bytes,
					s.n_dead_tup as dead, s.n_dead_tup > 10000 and s.n_dead_tup * 9 > s.n_live_tup as is_dead,
					s.n_dead_tup > 10000 and s.n_dead_tup > 2 * (
						coalesce((select option_value from pg_options_to_table(c.reloptions)
							where option_name = 'autovacuum_vacuum_threshold'),
							current_setting('autovacuum_vacuum_threshold'))::bigint
						+ coalesce((select option_value from pg_options_to_table(c.reloptions)
							where option_name = 'autovacuum_vacuum_scale_factor'),
							current_setting('autovacuum_vacuum_scale_factor'))::float8 * greatest(c.reltuples, 0)) as is_overdue,
					s.seq_scan, s.seq_tup_read, coalesce(s.idx_scan, 0) as idx_scan,
					s.n_tup_ins, s.n_tup_upd, s.n_tup_del,
					greatest(s.last_vacuum, s.last_autovacuum) as last_vacuum,
					greatest(s.last_analyze, s.last_autoanalyze) as last_analyze,
					c.relkind = 'm' or c.relispartition or coalesce(i.keyed, false) as keyed
				from pg_stat_user_tables s
					join pg_class c on c.oid = s.relid
					join pg_namespace n on n.oid = c.relnamespace
					left join pg_class toast on toast.oid = c.reltoastrelid
					left join (
						select x.indrelid, sum(ic.relpages)::bigint as pages, bool_or(x.indisprimary) as keyed
						from pg_index x join pg_class ic on ic.oid = x.indexrelid
						group by x.indrelid) i on i.indrelid = c.oid
				where c.relpersistence <> 't'
			), ranked as (
				select *,
					row_number() over (order by bytes + index_bytes desc) as by_size,
					row_number() over (order by dead desc) as by_dead,
					row_number() over (order by seq_tup_read desc) as by_scans,
					row_number() over (order by keyed, bytes desc) as by_key,
					sum(dead) over () as all_dead,
					count(*) filter (where is_overdue) over () as tables_dead,
					count(*) filter (where not keyed) over () as without_key
				from sized
			)
			select * from ranked where least(by_size, by_dead, by_scans, by_key) <= 50
			order by bytes + index_bytes desc, schema, name
			""";

	private final List<TableHealth> tables = new ArrayList<>();

	@Override
	public String subject() {
		return "tables";
	}

	@Override
	public void ask(Statement statement, Answer answer) throws SQLException {
		answer.put(Figure.of(PostgresMeter.ROWS_DEAD), 0.0);
		answer.put(Figure.of(PostgresMeter.TABLES_DEAD), 0.0);
		answer.put(Figure.of(PostgresMeter.INDEXES, TableProblem.MISSING_PRIMARY_KEY.id()), 0.0);
		try (ResultSet rows = statement.executeQuery(SQL)) {
			while (rows.next()) {
				this.tables.add(table(rows));
				answer.put(Figure.of(PostgresMeter.ROWS_DEAD), rows.getDouble("all_dead"));
				answer.put(Figure.of(PostgresMeter.TABLES_DEAD), rows.getDouble("tables_dead"));
				answer.put(Figure.of(PostgresMeter.INDEXES, TableProblem.MISSING_PRIMARY_KEY.id()),
						rows.getDouble("without_key"));
			}
		}
	}

	private static TableHealth table(ResultSet row) throws SQLException {
		List<String> problems = new ArrayList<>();
		if (!row.getBoolean("keyed")) {
			problems.add(TableProblem.MISSING_PRIMARY_KEY.id());
		}
		if (row.getBoolean("is_dead")) {
			problems.add(TableProblem.DEAD_ROWS.id());
		}
		return new TableHealth(row.getString("schema"), row.getString("name"), Rows.number(row, "rows"),
				row.getLong("dead"), row.getLong("bytes"), row.getLong("index_bytes"), row.getLong("seq_scan"),
				row.getLong("seq_tup_read"), row.getLong("idx_scan"), row.getLong("n_tup_ins"),
				row.getLong("n_tup_upd"), row.getLong("n_tup_del"), Rows.instant(row, "last_vacuum"),
				Rows.instant(row, "last_analyze"), List.copyOf(problems));
	}

	/** The tables, once asked. */
	List<TableHealth> tables() {
		return List.copyOf(this.tables);
	}

}
