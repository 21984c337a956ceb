package io.dbmonitor.audit.jdbc.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.FailedCommitException;
import io.dbmonitor.audit.jdbc.ChangeParameters;
import io.dbmonitor.audit.jdbc.ChangeWriter;
import io.dbmonitor.audit.jdbc.StoredValues;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.AutoSave;
import tools.jackson.core.JsonGenerator;

/**
 * Writes a few changes with one statement, and many by COPY.
 */
public final class PostgresChangeWriter implements ChangeWriter {

	/** With more, COPY is faster, though it needs the id first. */
	private static final int FEW = 10;

	private static final String CHANGE_SET = """
			insert into dbmonitor_change_set (uuid, changed_at, actor, route, trace_id, transaction_name, instance)
			values (?, ?, ?, ?, ?, ?, ?)
			returning id""";

	private static final String COLUMNS = "(change_set_id, place, entity, entity_id, operation, source, field_changes)";

	private static final String COPY = "copy dbmonitor_change " + COLUMNS + " from stdin";

	/** By the number of changes. */
	private static final List<String> FEW_CHANGES = IntStream.rangeClosed(0, FEW)
		.mapToObj(PostgresChangeWriter::fewChanges)
		.toList();

	/** The driver sends both with one trip to the server. */
	private static final List<String> FEW_CHANGES_AND_COMMIT = FEW_CHANGES.stream()
		.map((sql) -> sql + "; commit")
		.toList();

	private static String fewChanges(int changes) {
		return "with part as (" + CHANGE_SET + ") insert into dbmonitor_change " + COLUMNS
				+ " select part.id, changes.* from part, (values "
				+ String.join(", ", Collections.nCopies(changes, "(?::bigint, ?, ?, ?, ?, ?::json)")) + ") changes";
	}

	@Override
	public boolean supports(Connection connection) throws SQLException {
		return connection.isWrapperFor(PGConnection.class);
	}

	@Override
	public void write(ChangeSet part, long position, Connection connection) throws SQLException {
		if (part.changes().size() <= FEW) {
			writeFew(part, position, FEW_CHANGES, connection);
		}
		else {
			copy(part, position, writeChangeSet(part, connection), connection);
		}
	}

	/**
	 * The driver knows from the server's answer that no transaction is open any more, so
	 * the commit that follows does not go to the server. Automatic savepoints would come
	 * between.
	 */
	@Override
	public void writeAtCommit(ChangeSet part, long position, Connection connection) throws SQLException {
		BaseConnection driver = connection.unwrap(BaseConnection.class);
		if (part.changes().size() > FEW || driver.getAutosave() != AutoSave.NEVER) {
			write(part, position, connection);
			return;
		}
		try {
			writeFew(part, position, FEW_CHANGES_AND_COMMIT, connection);
		}
		catch (SQLException ex) {
			// What fails within the transaction leaves it open
			if (driver.getTransactionState() == TransactionState.IDLE) {
				throw new FailedCommitException(ex);
			}
			throw ex;
		}
	}

	private static void writeFew(ChangeSet part, long position, List<String> statements, Connection connection)
			throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(statements.get(part.changes().size()))) {
			int parameter = ChangeParameters.set(part, StoredValues.TYPED, statement);
			long place = position;
			for (Change change : part.changes()) {
				statement.setLong(parameter, ChangeParameters.place(place++));
				parameter = ChangeParameters.set(change, statement, parameter + 1);
			}
			statement.executeUpdate();
		}
	}

	private static long writeChangeSet(ChangeSet part, Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(CHANGE_SET)) {
			ChangeParameters.set(part, StoredValues.TYPED, statement);
			try (ResultSet row = statement.executeQuery()) {
				row.next();
				return row.getLong(1);
			}
		}
	}

	/** Rows are sent while the next ones are rendered, so that the server can begin. */
	private static void copy(ChangeSet part, long position, long id, Connection connection) throws SQLException {
		CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
		CopyText text = new CopyText(copy);
		try (JsonGenerator fields = ChangeParameters.fieldsGenerator(text.fieldWriter())) {
			String changeSet = String.valueOf(id);
			long place = position;
			for (Change change : part.changes()) {
				text.add(changeSet).add(String.valueOf(ChangeParameters.place(place++)));
				ChangeParameters.texts(change).forEach(text::add);
				text.beginField();
				ChangeParameters.writeFields(change, fields);
				text.endRow();
			}
			text.send();
			copy.endCopy();
		}
		finally {
			if (copy.isActive()) {
				copy.cancelCopy();
			}
		}
	}

}
