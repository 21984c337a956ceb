package io.dbmonitor.audit.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeContext;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSetIds;
import io.dbmonitor.audit.DatabaseSession;
import io.dbmonitor.audit.StatementWrite;
import org.jspecify.annotations.Nullable;

/**
 * Finds change sets in one database. First those that are asked for, the newest first by
 * the id that the database gave them: that is the order of commits for all changes of the
 * same row, which the times of change sets are not. Then their changes.
 */
final class ChangeSetRows {

	/** How many changes of a change set are read, unless one entity's are asked for. */
	private static final int MAX_CHANGES = 1000;

	/** How many change sets are read with one question. */
	private static final int PAGE = 200;

	/** How many of their keys are, at most. */
	private static final int KEYS = 1000;

	/** Of the first column of a session. */
	private static final int SESSION = 14;

	private static final String CHANGES = """
			select s.uuid, s.changed_at, s.actor, s.route, s.trace_id, s.transaction_name, s.instance,
				c.entity, c.entity_id, c.operation, c.source, c.field_changes, c.place,
				s.database_user, s.database_application, s.database_client
			from dbmonitor_change_set s join dbmonitor_change c on c.change_set_id = s.id
			where s.changed_at in (%1$s) and s.uuid in (%1$s)
			and s.id between ? and ? and c.change_set_id between ? and ? and %2$s
			order by c.place
			""";

	/** A statement may have changed any. */
	private static final String OF_ID = "c.entity_id in (?, '" + StatementWrite.ANY + "')";

	private static final String COUNTS = """
			select s.uuid, count(*)
			from dbmonitor_change_set s join dbmonitor_change c on c.change_set_id = s.id
			where s.changed_at in (%1$s) and s.uuid in (%1$s)
			and s.id between ? and ? and c.change_set_id between ? and ?
			group by s.uuid
			""";

	/** Where the tables have partitions, these tell in which ones to look. */
	private static final String BOUNDS = """
			select min(s.id), max(s.id)
			from dbmonitor_change_set s
			where s.changed_at in (%1$s) and s.uuid in (%1$s)
			""";

	private final Connection connection;

	private final StoredValues values;

	private final int timeoutSeconds;

	ChangeSetRows(Connection connection, Duration timeout) throws SQLException {
		this.connection = connection;
		this.values = StoredValues.in(connection);
		this.timeoutSeconds = Math.max(1, (int) timeout.toSeconds());
	}

	List<ChangeSet> find(AuditQuery query) throws SQLException {
		Conditions conditions = new Conditions();
		if (query.isOfOneEntity()) {
			conditions.add("c.entity = ?", query.entity());
			conditions.add(OF_ID, query.id());
		}
		else {
			conditions.add("c.place < ?", ChangeParameters.place(MAX_CHANGES));
		}
		List<Key> keys = keys(query);
		List<ChangeSet> found = new ArrayList<>();
		for (int i = 0; i < keys.size(); i += PAGE) {
			found.addAll(
					changeSets(keys.subList(i, Math.min(keys.size(), i + PAGE)), conditions, !query.isOfOneEntity()));
		}
		return found;
	}

	/** There is no index by the id, which tells the time, by which there is one. */
	List<ChangeSet> get(UUID id) throws SQLException {
		Instant time = ChangeSetIds.time(id);
		Conditions conditions = new Conditions();
		conditions.add("s.changed_at >= ?", time(time));
		conditions.add("s.changed_at < ?", time(time.plusMillis(1)));
		conditions.add("s.uuid = ?", this.values.of(id));
		List<Key> keys = keys(conditions, 0, 1);
		return keys.isEmpty() ? List.of() : changeSets(keys, new Conditions(), false);
	}

	private List<Key> keys(AuditQuery query) throws SQLException {
		Conditions conditions = new Conditions();
		conditions.add("s.actor = ?", query.actor());
		conditions.add("s.changed_at >= ?", time(query.since()));
		conditions.add("s.changed_at < ?", time(query.until()));
		if (query.bypassed()) {
			conditions.addAll("s.database_user is not null", new Conditions());
		}
		Conditions changes = new Conditions();
		changes.add("c.entity = ?", query.entity());
		changes.add(OF_ID, query.id());
		changes.add("c.operation = ?", (query.operation() != null) ? query.operation().name() : null);
		changes.add("c.operation <> ?", query.changesOnly() ? ChangeOperation.READ.name() : null);
		if (!changes.isEmpty()) {
			conditions.addAll("s.id in (select c.change_set_id from dbmonitor_change c where " + changes + ")",
					changes);
		}
		return keys(conditions, query.offset(), query.limit());
	}

	/**
	 * A large change set has several rows, so how many to read is not known before; and
	 * drivers that know no cursor would read all that there are.
	 */
	private List<Key> keys(Conditions conditions, int offset, int limit) throws SQLException {
		long wanted = (long) offset + limit;
		int atOnce = (int) Math.min(KEYS, Math.max(PAGE, wanted));
		String sql = "select s.uuid, s.changed_at, s.id from dbmonitor_change_set s where " + conditions
				+ " and s.id < ? order by s.id desc limit " + atOnce;
		Set<Key> keys = new LinkedHashSet<>();
		try (PreparedStatement statement = prepare(sql)) {
			int last = conditions.set(statement, 1);
			long before = Long.MAX_VALUE;
			int read = atOnce;
			while (keys.size() < wanted && read == atOnce) {
				statement.setLong(last, before);
				read = 0;
				try (ResultSet row = statement.executeQuery()) {
					while (row.next()) {
						read++;
						before = row.getLong(3);
						if (keys.size() < wanted) {
							keys.add(new Key(this.values.id(row, 1), this.values.time(row, 2)));
						}
					}
				}
			}
		}
		return keys.stream().skip(offset).toList();
	}

	private List<ChangeSet> changeSets(List<Key> keys, Conditions conditions, boolean limited) throws SQLException {
		Map<UUID, Head> heads = new LinkedHashMap<>();
		keys.forEach((key) -> heads.put(key.id, new Head()));
		String places = String.join(", ", Collections.nCopies(keys.size(), "?"));
		Bounds bounds = bounds(keys, places);
		try (PreparedStatement statement = prepare(CHANGES.formatted(places, conditions))) {
			conditions.set(statement, bounds.set(statement, set(statement, keys)));
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					Head head = heads.get(this.values.id(row, 1));
					if (head != null) {
						head.add(row, this.values);
					}
				}
			}
		}
		Map<UUID, Long> counts = limited
				&& heads.values().stream().anyMatch((head) -> head.changes.size() >= MAX_CHANGES)
						? counts(keys, places, bounds) : Map.of();
		List<ChangeSet> changeSets = new ArrayList<>();
		heads.forEach((id, head) -> {
			// One of which nothing is left has come of age meanwhile
			if (!head.changes.isEmpty()) {
				changeSets.add(head.changeSet(id, counts.getOrDefault(id, 0L)));
			}
		});
		return changeSets;
	}

	private Bounds bounds(List<Key> keys, String places) throws SQLException {
		try (PreparedStatement statement = prepare(BOUNDS.formatted(places))) {
			set(statement, keys);
			try (ResultSet row = statement.executeQuery()) {
				row.next();
				return new Bounds(row.getLong(1), row.getLong(2));
			}
		}
	}

	private Map<UUID, Long> counts(List<Key> keys, String places, Bounds bounds) throws SQLException {
		Map<UUID, Long> counts = new LinkedHashMap<>();
		try (PreparedStatement statement = prepare(COUNTS.formatted(places))) {
			bounds.set(statement, set(statement, keys));
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					counts.put(this.values.id(row, 1), row.getLong(2));
				}
			}
		}
		return counts;
	}

	private PreparedStatement prepare(String sql) throws SQLException {
		PreparedStatement statement = this.connection.prepareStatement(sql);
		statement.setQueryTimeout(this.timeoutSeconds);
		return statement;
	}

	private int set(PreparedStatement statement, List<Key> keys) throws SQLException {
		int place = 1;
		for (Key key : keys) {
			statement.setObject(place++, this.values.of(key.at));
		}
		for (Key key : keys) {
			statement.setObject(place++, this.values.of(key.id));
		}
		return place;
	}

	/** Kept are microseconds: none of them lies between a time and the next one. */
	private @Nullable Object time(@Nullable Instant instant) {
		return (instant != null) ? this.values.of(instant.plusNanos(999).truncatedTo(ChronoUnit.MICROS)) : null;
	}

	/**
	 * Leads to all rows of a change set.
	 *
	 * @param id its id
	 * @param at its time, as it is kept
	 */
	private record Key(UUID id, Instant at) {
	}

	/**
	 * What the ids of change sets lie between; each has several where it is large.
	 *
	 * @param first the first of them
	 * @param last the last of them
	 */
	private record Bounds(long first, long last) {

		/** Twice: of the change sets and of the changes. */
		private int set(PreparedStatement statement, int first) throws SQLException {
			int place = first;
			for (int i = 0; i < 2; i++) {
				statement.setLong(place++, this.first);
				statement.setLong(place++, this.last);
			}
			return place;
		}

	}

	/** A change set as its rows come. */
	private static final class Head {

		private final List<Change> changes = new ArrayList<>();

		private Instant at = Instant.EPOCH;

		private ChangeContext context = ChangeContext.UNKNOWN;

		private void add(ResultSet row, StoredValues values) throws SQLException {
			if (this.changes.isEmpty()) {
				this.at = values.time(row, 2);
				this.context = new ChangeContext(row.getString(3), row.getString(4), row.getString(5), row.getString(6),
						row.getString(7), session(row));
			}
			this.changes.add(ChangeParameters.read(row));
		}

		private static @Nullable DatabaseSession session(ResultSet row) throws SQLException {
			String user = row.getString(SESSION);
			return (user != null) ? new DatabaseSession(user, row.getString(SESSION + 1), row.getString(SESSION + 2))
					: null;
		}

		private ChangeSet changeSet(UUID id, long all) {
			return new ChangeSet(id, this.at, this.context, List.copyOf(this.changes),
					Math.max(0, all - this.changes.size()));
		}

	}

	/** What has to hold, and the parameters for it. */
	private static final class Conditions {

		private final List<String> conditions = new ArrayList<>();

		private final List<Object> parameters = new ArrayList<>();

		private void add(String condition, @Nullable Object parameter) {
			if (parameter != null) {
				this.conditions.add(condition);
				this.parameters.add(parameter);
			}
		}

		private void addAll(String condition, Conditions inner) {
			this.conditions.add(condition);
			this.parameters.addAll(inner.parameters);
		}

		private boolean isEmpty() {
			return this.conditions.isEmpty();
		}

		private int set(PreparedStatement statement, int first) throws SQLException {
			int place = first;
			for (Object parameter : this.parameters) {
				statement.setObject(place++, parameter);
			}
			return place;
		}

		@Override
		public String toString() {
			return this.conditions.isEmpty() ? "1 = 1" : String.join(" and ", this.conditions);
		}

	}

}
