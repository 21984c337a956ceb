package io.dbmonitor.database.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.dbmonitor.database.DatabaseMeter;
import io.dbmonitor.database.StorageSample;
import io.dbmonitor.database.question.FigureQuestion;
import io.dbmonitor.database.question.Question;

/**
 * The questions that cost more the more tables there are, about the connection's own
 * database.
 */
final class HeavyTier {

	private static final FigureQuestion SIZE = FigureQuestion.about("size of the database")
		.figure("sum(data_length + index_length)", DatabaseMeter.SIZE)
		.from("information_schema.tables where table_schema = database()");

	/**
	 * What a column can hold, by the manuals' chapter on integer types; as decimals,
	 * since twice the largest integer is none.
	 */
	private static final FigureQuestion AUTO_INCREMENT = FigureQuestion.about("auto-increment columns")
		.figure("coalesce(max(used), 0)", MySqlMeter.AUTO_INCREMENT_USED)
		.named("substring_index(group_concat(name order by used desc separator '\\n'), '\\n', 1)")
		.from("""
				(select concat(t.table_name, '.', c.column_name) as name,
					(t.auto_increment - 1) / (case c.data_type when 'tinyint' then 127.0 when 'smallint' then 32767.0
						when 'mediumint' then 8388607.0 when 'int' then 2147483647.0
						when 'bigint' then 9223372036854775807.0 end
						* if(c.column_type like '%unsigned%', 2, 1)) as used
				from information_schema.tables t join information_schema.columns c
					on c.table_schema = t.table_schema and c.table_name = t.table_name
				where t.table_schema = database() and c.extra like '%auto_increment%') columns
				""");

	private HeavyTier() {
	}

	/** What is asked is of the connection's database, which it need not have. */
	static Optional<StorageSample> examine(Connection connection, Duration timeout, Variant variant)
			throws SQLException {
		boolean uses;
		try (Statement statement = connection.createStatement()) {
			if (!hasDatabase(statement)) {
				return Optional.empty();
			}
			uses = Rights.areUsesTold(statement);
		}
		TablesQuestion tables = new TablesQuestion(uses);
		IndexesQuestion indexes = new IndexesQuestion(uses);
		MySqlInterview interview = new MySqlInterview(connection, timeout, variant);
		for (Question question : List.of(AUTO_INCREMENT, SIZE, indexes, tables)) {
			interview.ask(question);
		}
		return Optional.of(new StorageSample(interview.figures(), tables.tables(), indexes.indexes(), List.of(), null));
	}

	private static boolean hasDatabase(Statement statement) throws SQLException {
		try (ResultSet row = statement.executeQuery("select database()")) {
			return row.next() && row.getString(1) != null;
		}
	}

}
