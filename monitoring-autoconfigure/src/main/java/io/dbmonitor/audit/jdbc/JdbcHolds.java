package io.dbmonitor.audit.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

import io.dbmonitor.audit.AuditActorResolver;
import io.dbmonitor.audit.AuditHold;
import io.dbmonitor.audit.AuditHolds;
import io.dbmonitor.audit.ChangeSetStoreException;
import io.dbmonitor.audit.EntityModel;
import io.dbmonitor.audit.StatementWrite;
import io.dbmonitor.datasource.MonitorConnections;
import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.datasource.MonitoredDataSources;
import org.jspecify.annotations.Nullable;

/**
 * Holds in the table {@code dbmonitor_hold} of each database, one row for each name that
 * changes can be recorded under. Statements past the mapper are recorded under the names
 * of supertypes too: those rows have {@code *} for the id.
 */
public final class JdbcHolds implements AuditHolds {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final String INSERT = """
			insert into dbmonitor_hold (id, entity, entity_id, reason, placed_by, placed_at)
			values (?, ?, ?, ?, ?, ?)
			""";

	private static final String DELETE = "delete from dbmonitor_hold where id = ?";

	private static final String ALL = """
			select id, entity, entity_id, reason, placed_by, placed_at
			from dbmonitor_hold
			where entity_id is null or entity_id <> '*'
			order by id, entity
			""";

	private final MonitoredDataSources dataSources;

	private final AuditSchema schema;

	private final EntityModel model;

	private final AuditActorResolver actor;

	private final InstantSource clock;

	private final MonitorConnections connections = new MonitorConnections();

	/**
	 * Make holds.
	 * @param dataSources where change sets can be
	 * @param schema knows whether they are there
	 * @param model knows the entities
	 * @param actor who places a hold
	 * @param clock tells when
	 */
	public JdbcHolds(MonitoredDataSources dataSources, AuditSchema schema, EntityModel model, AuditActorResolver actor,
			InstantSource clock) {
		this.dataSources = dataSources;
		this.schema = schema;
		this.model = model;
		this.actor = actor;
		this.clock = clock;
	}

	@Override
	public AuditHold place(Class<?> type, Object id, String reason) {
		return place(this.model.name(type), this.model.id(type, id), reason);
	}

	@Override
	public AuditHold placeOnAll(Class<?> type, String reason) {
		return place(this.model.name(type), null, reason);
	}

	private AuditHold place(String entity, @Nullable String id, String reason) {
		Set<String> entities = new LinkedHashSet<>(List.of(entity));
		entities.addAll(this.model.subtypes(entity));
		AuditHold hold = new AuditHold(UUID.randomUUID(), entities, id, reason, this.actor.resolve(),
				this.clock.instant().truncatedTo(ChronoUnit.MICROS));
		Map<String, @Nullable String> names = new LinkedHashMap<>();
		this.model.supertypes(entity).forEach((name) -> names.put(name, StatementWrite.ANY));
		entities.forEach((name) -> names.put(name, id));
		everywhere((connection) -> insert(hold, names, connection));
		return hold;
	}

	private static void insert(AuditHold hold, Map<String, @Nullable String> names, Connection connection)
			throws SQLException {
		// What is being deleted was not held; what is deleted from now on sees the hold
		KeepingLock.take(connection);
		// Two data sources can lead to the same database
		delete(hold.id(), connection);
		StoredValues values = StoredValues.in(connection);
		try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
			for (Map.Entry<String, @Nullable String> name : names.entrySet()) {
				statement.setObject(1, values.of(hold.id()));
				statement.setString(2, name.getKey());
				statement.setString(3, name.getValue());
				statement.setString(4, hold.reason());
				statement.setString(5, hold.by());
				statement.setObject(6, values.of(hold.since()));
				statement.executeUpdate();
			}
		}
	}

	@Override
	public boolean lift(UUID hold) {
		AtomicBoolean lifted = new AtomicBoolean();
		everywhere((connection) -> {
			if (delete(hold, connection)) {
				lifted.set(true);
			}
		});
		return lifted.get();
	}

	private static boolean delete(UUID hold, Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
			statement.setObject(1, StoredValues.in(connection).of(hold));
			return statement.executeUpdate() > 0;
		}
	}

	@Override
	public List<AuditHold> all() {
		Map<UUID, AuditHold> holds = new LinkedHashMap<>();
		everywhere((connection) -> {
			StoredValues values = StoredValues.in(connection);
			try (PreparedStatement statement = connection.prepareStatement(ALL);
					ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					holds.merge(values.id(row, 1), hold(row, values), JdbcHolds::together);
				}
			}
		});
		return holds.values().stream().sorted(Comparator.comparing(AuditHold::since)).toList();
	}

	private static AuditHold hold(ResultSet row, StoredValues values) throws SQLException {
		return new AuditHold(values.id(row, 1), Set.of(row.getString(2)), row.getString(3), row.getString(4),
				row.getString(5), values.time(row, 6));
	}

	private static AuditHold together(AuditHold one, AuditHold other) {
		Set<String> entities = new LinkedHashSet<>(one.entities());
		entities.addAll(other.entities());
		return new AuditHold(one.id(), entities, one.entityId(), one.reason(), one.by(), one.since());
	}

	private void everywhere(Work work) {
		int reached = 0;
		for (MonitoredDataSource dataSource : this.dataSources.all()) {
			reached += isDone(work, dataSource) ? 1 : 0;
		}
		if (reached == 0) {
			throw new ChangeSetStoreException("No database of a watched data source has the tables of the audit", null);
		}
	}

	private boolean isDone(Work work, MonitoredDataSource dataSource) {
		try (Connection connection = this.connections.openLikeThePool(dataSource, Map.of(), TIMEOUT)) {
			if (!this.schema.exists(connection)) {
				return false;
			}
			connection.setAutoCommit(false);
			work.execute(connection);
			connection.commit();
			return true;
		}
		catch (SQLException ex) {
			if (AuditSchema.isReadOnly(ex)) {
				return false;
			}
			throw new ChangeSetStoreException(
					"The holds in the database of '" + dataSource.name() + "' cannot be reached: " + ex.getMessage(),
					ex);
		}
	}

	/** What is done in one database, in a transaction. */
	@FunctionalInterface
	private interface Work {

		void execute(Connection connection) throws SQLException;

	}

}
