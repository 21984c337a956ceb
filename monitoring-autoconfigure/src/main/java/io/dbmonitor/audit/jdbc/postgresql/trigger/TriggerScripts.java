package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

import org.springframework.core.io.ClassPathResource;

/**
 * The statements that install and remove what records rows. All of them can be executed
 * again and again.
 *
 * @param schema the schema that has the tables of the audit, quoted where need be
 * @param sequence the sequence of the ids of change sets, qualified
 * @param version tells one form of the trigger function from another
 * @param role the role of who joins what was recorded, quoted where need be
 */
record TriggerScripts(String schema, String sequence, String version, String role) {

	private static final String TEMPLATE = read();

	private static final String WHERE = """
			select quote_ident(n.nspname), coalesce(
				pg_get_serial_sequence(quote_ident(n.nspname) || '.dbmonitor_change_set', 'id'),
				quote_ident(n.nspname) || '.dbmonitor_change_set_id'), quote_ident(current_user)
			from pg_class c
			join pg_namespace n on n.oid = c.relnamespace
			where c.oid = to_regclass('dbmonitor_change_set')
			""";

	/**
	 * Find out where the tables of the audit are.
	 * @throws SQLException if the connection fails, or there are none
	 */
	static TriggerScripts of(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(WHERE);
				ResultSet row = statement.executeQuery()) {
			if (!row.next()) {
				throw new SQLException("There are no tables of the audit (dbmonitor_change_set)");
			}
			return new TriggerScripts(row.getString(1), row.getString(2), currentVersion(), row.getString(3));
		}
	}

	/** Statements, in an order in which they can be executed. */
	List<String> install(List<String> tables) {
		List<String> statements = new ArrayList<>(recorder());
		tables.forEach((table) -> statements.addAll(install(table)));
		// Whoever executes this may be another one than who joins
		statements.add("grant select, delete on " + this.schema + ".dbmonitor_write, " + this.schema
				+ ".dbmonitor_row to " + this.role);
		statements.add("grant select, insert on " + this.schema + ".dbmonitor_change_set, " + this.schema
				+ ".dbmonitor_change to " + this.role);
		return statements;
	}

	/** Tables and function. */
	List<String> recorder() {
		String script = TEMPLATE.replace("@@schema@@", this.schema)
			.replace("@@sequence@@", this.sequence)
			.replace("@@version@@", this.version);
		// Each begins at the beginning of a line, behind an empty one; the function has
		// some of its own
		return List.of(script.trim().split(";\\n+(?=(?:--.*\\n)?(?:create|alter|comment|revoke) )"));
	}

	List<String> install(String table) {
		List<String> statements = new ArrayList<>();
		for (RecordingTrigger trigger : RecordingTrigger.values()) {
			statements.add(trigger.create(table, this.schema));
		}
		return statements;
	}

	/**
	 * What was recorded and not joined yet would be lost with the tables, so they stay.
	 */
	List<String> remove(List<String> tables) {
		List<String> statements = new ArrayList<>();
		for (String table : tables) {
			for (RecordingTrigger trigger : RecordingTrigger.values()) {
				statements.add(trigger.drop(table));
			}
		}
		return statements;
	}

	static String text(List<String> statements) {
		StringBuilder text = new StringBuilder();
		for (String statement : statements) {
			text.append(statement);
			text.append(statement.endsWith(";") ? "\n" : ";\n");
		}
		return text.toString();
	}

	static String currentVersion() {
		CRC32 checksum = new CRC32();
		checksum.update(TEMPLATE.getBytes(StandardCharsets.UTF_8));
		return "dbmonitor " + Long.toHexString(checksum.getValue());
	}

	private static String read() {
		try {
			return new ClassPathResource("io/dbmonitor/audit/jdbc/triggers-postgresql.sql")
				.getContentAsString(StandardCharsets.UTF_8)
				.replace("\r\n", "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
