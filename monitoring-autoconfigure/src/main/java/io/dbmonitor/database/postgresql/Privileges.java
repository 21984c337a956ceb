package io.dbmonitor.database.postgresql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.dbmonitor.database.MissingPrivilege;

/**
 * What the monitor's role lacks, and the statement that mends it.
 */
final class Privileges {

	private static final String ROLE = """
			select quote_ident(current_user), pg_has_role(current_user, 'pg_read_all_stats', 'usage')
			""";

	/** Asked about anything else than a sequence, the function fails. */
	private static final String SEQUENCES = """
			select count(*), string_agg(distinct quote_ident(n.nspname), ', ')
			from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
			where c.relpersistence <> 't' and not has_sequence_privilege(s.seqrelid, 'select, usage')
			""";

	private Privileges() {
	}

	/**
	 * Ask the server.
	 * @param statement to execute on
	 * @return what is missing, the most important first
	 * @throws SQLException if the server does not answer
	 */
	static List<MissingPrivilege> missing(Statement statement) throws SQLException {
		List<MissingPrivilege> missing = new ArrayList<>();
		String role;
		try (ResultSet row = statement.executeQuery(ROLE)) {
			row.next();
			role = row.getString(1);
			if (!row.getBoolean(2)) {
				missing.add(new MissingPrivilege("pg_monitor",
						"State, statement and waits of other users' sessions are hidden; their sessions count as unknown,"
								+ " and what keeps vacuum from its work and how far standbys are behind is not known",
						"GRANT pg_monitor TO " + role));
			}
		}
		try (ResultSet row = statement.executeQuery(SEQUENCES)) {
			row.next();
			if (row.getInt(1) > 0) {
				missing.add(new MissingPrivilege("SELECT on sequences",
						"How much of their values " + row.getInt(1) + " sequences have used is not known",
						"GRANT SELECT ON ALL SEQUENCES IN SCHEMA " + row.getString(2) + " TO " + role));
			}
		}
		return List.copyOf(missing);
	}

}
