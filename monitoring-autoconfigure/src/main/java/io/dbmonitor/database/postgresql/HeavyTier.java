package io.dbmonitor.database.postgresql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.dbmonitor.database.DatabaseMeter;
import io.dbmonitor.database.StorageSample;
import io.dbmonitor.database.question.Answer;
import io.dbmonitor.database.question.FigureQuestion;
import io.dbmonitor.database.question.Question;
import io.dbmonitor.database.question.Rows;
import org.jspecify.annotations.Nullable;

/**
 * The questions that cost more the more tables there are. Each has a transaction of its
 * own, so that none keeps vacuum from its work for longer than it takes; the cheap ones
 * come first, since all share one time-out.
 */
final class HeavyTier {

	private static final FigureQuestion XIDS = FigureQuestion.about("age of transaction ids")
		.figure("max(age(datfrozenxid))", PostgresMeter.XID_AGE)
		.named("(array_agg(datname::text order by age(datfrozenxid) desc))[1]")
		.from("pg_database");

	/**
	 * Asking a sequence takes a lock on it until the end of the transaction. So those are
	 * left out whose lock somebody holds or waits for, and of very many only those are
	 * asked that can run out first: the server's memory for locks is limited. What a
	 * sequence can reach is limited by the column that it fills, too.
	 */
	private static final FigureQuestion SEQUENCES = FigureQuestion.about("sequences").figure("""
			case when count(*) = 0 or bool_or(readable) then
				coalesce(max(case when readable then used end), 0) end
			""", PostgresMeter.SEQUENCE_USED).named("""
			(array_agg(name order by used desc) filter (where readable and used is not null))[1]
			""").from("""
			(with locked as materialized (
				select relation from pg_locks
				where locktype = 'relation' and mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock',
					'AccessExclusiveLock')
					and database = (select oid from pg_database where datname = current_database())
			), chosen as materialized (
				select s.seqrelid, s.seqincrement, s.seqmin,
					least(s.seqmax, case a.atttypid when 'int2'::regtype then 32767
						when 'int4'::regtype then 2147483647 end) as seqmax,
					has_sequence_privilege(s.seqrelid, 'select, usage') as readable
				from pg_sequence s
					join pg_class c on c.oid = s.seqrelid
					left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = s.seqrelid
						and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')
					left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
					left join pg_class t on t.oid = d.refobjid
				where not s.seqcycle and c.relpersistence <> 't'
					and not (c.relpersistence = 'u' and pg_is_in_recovery())
					and s.seqrelid not in (select relation from locked)
				order by readable desc, 4, t.reltuples desc nulls last
				limit 500
			)
			select readable, seqrelid::regclass::text as name, case
				when seqincrement > 0 then (value - seqmin)::float8 / (seqmax::float8 - seqmin)
				else (seqmax - value)::float8 / nullif(seqmax::float8 - seqmin, 0) end as used
			from (select *, case when readable then pg_sequence_last_value(seqrelid) end as value from chosen) asked
			) sequences
			""");

	private static final FigureQuestion SIZE = FigureQuestion.about("size of the database")
		.figure("pg_database_size(current_database())", DatabaseMeter.SIZE)
		.from("pg_database where datname = current_database()");

	private HeavyTier() {
	}

	static StorageSample examine(Connection connection, Duration timeout) throws SQLException {
		TablesQuestion tables = new TablesQuestion();
		IndexesQuestion indexes = new IndexesQuestion();
		StatementsQuestion statements = new StatementsQuestion();
		StatisticsSince since = new StatisticsSince();
		PostgresInterview interview = new PostgresInterview(connection, timeout);
		for (Question question : List.of(XIDS, since, SEQUENCES, SIZE, statements, indexes, tables)) {
			interview.begin();
			interview.ask(question);
			interview.end();
		}
		return new StorageSample(interview.figures(), tables.tables(), indexes.indexes(), statements.statements(),
				since.instant);
	}

	/** Uses of tables and indexes are counted since then. */
	private static final class StatisticsSince implements Question {

		private @Nullable Instant instant;

		@Override
		public String subject() {
			return "age of the statistics";
		}

		@Override
		public void ask(Statement statement, Answer answer) throws SQLException {
			try (ResultSet row = statement
				.executeQuery("select stats_reset from pg_stat_database where datname = current_database()")) {
				if (row.next()) {
					this.instant = Rows.instant(row, "stats_reset");
				}
			}
		}

	}

}
