package io.dbmonitor.database.postgresql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.dbmonitor.database.MissingExtension;
import io.dbmonitor.database.ServerStatement;
import io.dbmonitor.database.question.Answer;
import io.dbmonitor.database.question.Question;
import org.jspecify.annotations.Nullable;

/**
 * What pg_stat_statements counted of the statements of the monitor's own user, which is
 * the application's: those that took the most time. Nothing where the extension is not
 * installed in this database.
 */
final class StatementsQuestion implements Question {

	private static final String EXTENSION = "pg_stat_statements";

	/** It can be installed in any schema. */
	private static final String SCHEMA = """
			select quote_ident(n.nspname)
			from pg_extension e join pg_namespace n on n.oid = e.extnamespace
			where e.extname = '%s'
			""".formatted(EXTENSION);

	/** Texts beyond the limit, lists of thousands, are not worth their memory. */
	private static final String STATEMENTS = """
			select query, sum(calls)::bigint, sum(rows)::bigint, sum(total_exec_time), sum(shared_blks_hit)::bigint,
				sum(shared_blks_read)::bigint, sum(temp_blks_written)::bigint
			from %s.pg_stat_statements
			where dbid = (select oid from pg_database where datname = current_database())
				and userid = (select oid from pg_roles where rolname = current_user) and length(query) <= 20000
			group by query
			order by 4 desc
			limit 2000
			""";

	private final List<ServerStatement> statements = new ArrayList<>();

	@Override
	public String subject() {
		return "statements of the server";
	}

	@Override
	public void ask(Statement statement, Answer answer) throws SQLException {
		String schema = schema(statement);
		if (schema == null) {
			return;
		}
		try (ResultSet row = statement.executeQuery(STATEMENTS.formatted(schema))) {
			while (row.next()) {
				this.statements.add(new ServerStatement(row.getString(1), row.getLong(2), row.getLong(3),
						row.getDouble(4), row.getLong(5), row.getLong(6), row.getLong(7)));
			}
		}
	}

	/**
	 * Return what is missing for this question.
	 * @param statement to execute on
	 * @return the extension, empty where it is installed
	 * @throws SQLException if the server does not answer
	 */
	static List<MissingExtension> missing(Statement statement) throws SQLException {
		return (schema(statement) != null) ? List.of() : List.of(new MissingExtension(EXTENSION,
				"What the server itself counts of each statement is not shown beside what the application measures",
				"CREATE EXTENSION pg_stat_statements, on a server with pg_stat_statements in its"
						+ " shared_preload_libraries"));
	}

	private static @Nullable String schema(Statement statement) throws SQLException {
		try (ResultSet row = statement.executeQuery(SCHEMA)) {
			return row.next() ? row.getString(1) : null;
		}
	}

	List<ServerStatement> statements() {
		return List.copyOf(this.statements);
	}

}
