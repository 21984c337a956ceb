package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads change sets and hashes them, however many changes one has. Belongs to one
 * connection, which is not in auto-commit mode: changes are fetched a few at a time.
 */
final class Contents {

	/** Rows can be large. */
	private static final int FETCHED = 50;

	/** So that a later form of it is not taken for this one. */
	private static final String FORM = "dbmonitor change set 1";

	private static final List<String> TEXTS = List.of("actor", "route", "trace_id", "transaction_name", "instance",
			"database_user", "database_application", "database_client", "transaction_id", "backend_pid");

	/** Where the tables have partitions, the bounds tell in which ones to look. */
	private static final String CHANGE_SETS = """
			select id, uuid::text, changed_at, transaction_at, %s
			from dbmonitor_change_set where id = any (?) and id between ? and ?
			order by id
			""".formatted(String.join(", ", TEXTS.stream().map((column) -> column + "::text").toList()));

	private static final String CHANGES = """
			select change_set_id, place, entity, entity_id, operation, source, field_changes::text
			from dbmonitor_change where change_set_id = any (?) and change_set_id between ? and ?
			order by change_set_id, place
			""";

	private static final int FIRST_TEXT = 5;

	private static final int CHANGE_TEXTS = 5;

	private final Connection connection;

	private final SealHash hash;

	private final SealHash partHash = SealHash.of(null);

	Contents(Connection connection, @Nullable String key) {
		this.connection = connection;
		this.hash = SealHash.of(key);
	}

	/**
	 * Read change sets.
	 * @param ids their ids, not too many
	 * @return by their ids those that are there
	 * @throws SQLException if they cannot be read
	 */
	Map<Long, Content> of(Collection<Long> ids) throws SQLException {
		if (ids.isEmpty()) {
			return Map.of();
		}
		Map<Long, Content> contents = new LinkedHashMap<>();
		try (PreparedStatement changeSets = prepare(CHANGE_SETS, ids);
				PreparedStatement changes = prepare(CHANGES, ids);
				ResultSet changeSet = changeSets.executeQuery();
				ResultSet change = changes.executeQuery()) {
			boolean more = change.next();
			while (changeSet.next()) {
				long id = changeSet.getLong(1);
				// Of a change set that is not there any more
				while (more && change.getLong(1) < id) {
					more = change.next();
				}
				Hash head = head(changeSet);
				this.hash.add(head);
				Hash sum = head;
				long count = 0;
				String entity = null;
				while (more && change.getLong(1) == id) {
					entity = (entity != null) ? entity : change.getString(3) + " " + change.getString(4);
					Hash one = of(change);
					sum = sum.plus(one);
					this.hash.add((Long) change.getLong(2)).add(one);
					count++;
					more = change.next();
				}
				Hash whole = this.hash.add((Long) count).end();
				contents.put(id, new Content(whole, sum, count, instant(changeSet, 3), entity));
			}
		}
		return contents;
	}

	private Hash head(ResultSet row) throws SQLException {
		this.partHash.add(FORM).add((Long) row.getLong(1)).add(row.getString(2));
		for (Instant time : List.of(instant(row, 3), instant(row, 4))) {
			this.partHash.add((Long) time.getEpochSecond()).add((Long) (long) time.getNano());
		}
		for (int i = 0; i < TEXTS.size(); i++) {
			this.partHash.add(row.getString(FIRST_TEXT + i));
		}
		return this.partHash.end();
	}

	/** Without its place. */
	private Hash of(ResultSet change) throws SQLException {
		for (int i = 0; i < CHANGE_TEXTS; i++) {
			this.partHash.add(change.getString(3 + i));
		}
		return this.partHash.end();
	}

	private static Instant instant(ResultSet row, int column) throws SQLException {
		OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
		return (time != null) ? time.toInstant() : Instant.MIN;
	}

	private PreparedStatement prepare(String sql, Collection<Long> ids) throws SQLException {
		PreparedStatement statement = this.connection.prepareStatement(sql);
		statement.setFetchSize(FETCHED);
		statement.setArray(1, this.connection.createArrayOf("bigint", ids.toArray()));
		statement.setLong(2, Collections.min(ids));
		statement.setLong(3, Collections.max(ids));
		return statement;
	}

}
