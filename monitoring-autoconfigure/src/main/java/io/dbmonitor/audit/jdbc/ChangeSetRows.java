package io.dbmonitor.audit.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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
import io.dbmonitor.audit.ChangeSource;
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

	private static final String CHANGES = """
			select s.uuid, s.changed_at, s.actor, s.route, s.trace_id, s.transaction_name, s.instance,
				c.entity, c.entity_id, c.operation, c.source, c.field_changes, c.place
			from dbmonitor_change_set s join dbmonitor_change c on c.change_set_id = s.id
			where s.uuid in (%s) and %s
			order by c.place
			""";

	private static final String COUNTS = """
			select s.uuid, count(*)
			from dbmonitor_change_set s join dbmonitor_change c on c.change_set_id = s.id
			where s.uuid in (%s)
			group by s.uuid
			""";

	private final Connection connection;

	private final int timeoutSeconds;

	ChangeSetRows(Connection connection, Duration timeout) {
		this.connection = connection;
		this.timeoutSeconds = Math.max(1, (int) timeout.toSeconds());
	}

	List<ChangeSet> find(AuditQuery query) throws SQLException {
		Conditions conditions = new Conditions();
		if (query.isOfOneEntity()) {
			conditions.add("c.entity = ?", query.entity());
			conditions.add("c.entity_id = ?", query.id());
		}
		else {
			conditions.add("c.place < ?", MAX_CHANGES);
		}
		List<UUID> ids = ids(query);
		List<ChangeSet> found = new ArrayList<>();
		for (int i = 0; i < ids.size(); i += PAGE) {
			found
				.addAll(changeSets(ids.subList(i, Math.min(ids.size(), i + PAGE)), conditions, !query.isOfOneEntity()));
		}
		return found;
	}

	List<ChangeSet> get(UUID id) throws SQLException {
		return changeSets(List.of(id), new Conditions(), false).stream()
			.filter((changeSet) -> !changeSet.changes().isEmpty())
			.toList();
	}

	private List<UUID> ids(AuditQuery query) throws SQLException {
		Conditions conditions = new Conditions();
		conditions.add("s.actor = ?", query.actor());
		conditions.add("s.changed_at >= ?", time(query.since()));
		conditions.add("s.changed_at < ?", time(query.until()));
		Conditions changes = new Conditions();
		changes.add("c.entity = ?", query.entity());
		changes.add("c.entity_id = ?", query.id());
		changes.add("c.operation = ?", (query.operation() != null) ? query.operation().name() : null);
		if (!changes.isEmpty()) {
			conditions.addAll("s.id in (select c.change_set_id from dbmonitor_change c where " + changes + ")",
					changes);
		}
		String sql = "select s.uuid from dbmonitor_change_set s where " + conditions + " order by s.id desc";
		try (PreparedStatement statement = prepare(sql)) {
			conditions.set(statement, 1);
			// A large change set has several rows, so how many to read is not known
			// before
			statement.setFetchSize(PAGE);
			Set<UUID> ids = new LinkedHashSet<>();
			long wanted = (long) query.offset() + query.limit();
			try (ResultSet row = statement.executeQuery()) {
				while (ids.size() < wanted && row.next()) {
					ids.add(row.getObject(1, UUID.class));
				}
			}
			return ids.stream().skip(query.offset()).toList();
		}
	}

	private List<ChangeSet> changeSets(List<UUID> ids, Conditions conditions, boolean limited) throws SQLException {
		Map<UUID, Head> heads = new LinkedHashMap<>();
		ids.forEach((id) -> heads.put(id, new Head()));
		String places = String.join(", ", Collections.nCopies(ids.size(), "?"));
		try (PreparedStatement statement = prepare(CHANGES.formatted(places, conditions))) {
			conditions.set(statement, set(statement, ids));
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					Head head = heads.get(row.getObject(1, UUID.class));
					if (head != null) {
						head.add(row);
					}
				}
			}
		}
		Map<UUID, Long> counts = limited
				&& heads.values().stream().anyMatch((head) -> head.changes.size() >= MAX_CHANGES) ? counts(ids, places)
						: Map.of();
		List<ChangeSet> changeSets = new ArrayList<>();
		heads.forEach((id, head) -> changeSets.add(head.changeSet(id, counts.getOrDefault(id, 0L))));
		return changeSets;
	}

	private Map<UUID, Long> counts(List<UUID> ids, String places) throws SQLException {
		Map<UUID, Long> counts = new LinkedHashMap<>();
		try (PreparedStatement statement = prepare(COUNTS.formatted(places))) {
			set(statement, ids);
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					counts.put(row.getObject(1, UUID.class), row.getLong(2));
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

	private static int set(PreparedStatement statement, List<UUID> ids) throws SQLException {
		int place = 1;
		for (UUID id : ids) {
			statement.setObject(place++, id);
		}
		return place;
	}

	/** Kept are microseconds: none of them lies between a time and the next one. */
	private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
		return (instant != null)
				? OffsetDateTime.ofInstant(instant.plusNanos(999).truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC)
				: null;
	}

	/** A change set as its rows come. */
	private static final class Head {

		private final List<Change> changes = new ArrayList<>();

		private Instant at = Instant.EPOCH;

		private ChangeContext context = ChangeContext.UNKNOWN;

		private void add(ResultSet row) throws SQLException {
			if (this.changes.isEmpty()) {
				this.at = row.getObject(2, OffsetDateTime.class).toInstant();
				this.context = new ChangeContext(row.getString(3), row.getString(4), row.getString(5), row.getString(6),
						row.getString(7));
			}
			ChangeOperation operation = ChangeOperation.valueOf(row.getString(10));
			this.changes.add(new Change(row.getString(8), row.getString(9), operation,
					ChangeSource.valueOf(row.getString(11)), FieldChanges.read(operation, row.getString(12))));
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

		private void set(PreparedStatement statement, int first) throws SQLException {
			int place = first;
			for (Object parameter : this.parameters) {
				statement.setObject(place++, parameter);
			}
		}

		@Override
		public String toString() {
			return this.conditions.isEmpty() ? "1 = 1" : String.join(" and ", this.conditions);
		}

	}

}
