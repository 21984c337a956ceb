package io.dbmonitor.audit.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import javax.sql.DataSource;

import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.audit.ChangeSetStoreException;
import io.dbmonitor.audit.ChangeSetWriter;
import io.dbmonitor.audit.ConnectionSource;
import io.dbmonitor.audit.HistoryIndex;
import io.dbmonitor.datasource.MonitorConnections;
import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.datasource.MonitoredDataSources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps each change set in the database that it changes. Reads by connections of the
 * monitor's own, outside the pool: what is found was committed.
 */
public final class JdbcChangeSetStore implements ChangeSetStore, ChangeSetWriter, HistoryIndex {

	private static final Logger logger = LoggerFactory.getLogger(JdbcChangeSetStore.class);

	private static final String WITH_HISTORY = """
			select distinct entity_id
			from dbmonitor_change
			where entity = ? and operation <> 'READ' and entity_id in (%s)
			""";

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final MonitoredDataSources dataSources;

	private final List<ChangeWriter> writers;

	private final ChangeWriter standard = new StandardChangeWriter();

	private final AuditSchema schema;

	private final MonitorConnections connections = new MonitorConnections();

	/**
	 * Make a store.
	 * @param dataSources where change sets can be
	 * @param writers ways to write that suit certain databases, tried before the one that
	 * suits all
	 * @param schema makes the tables where it is to
	 */
	public JdbcChangeSetStore(MonitoredDataSources dataSources, List<ChangeWriter> writers, AuditSchema schema) {
		this.dataSources = dataSources;
		this.writers = List.copyOf(writers);
		this.schema = schema;
	}

	@Override
	public void prepare(DataSource dataSource) {
		try (Connection connection = dataSource.getConnection()) {
			if (connection.isReadOnly()) {
				return;
			}
			this.schema.prepare(ConnectionSource.unwatched(connection), this);
		}
		catch (SQLException ex) {
			// The application starts without its database as it would without the audit
			logger.warn("Whether the tables of the audit are there is not known, as the database cannot be reached: {}",
					ex.getMessage());
		}
	}

	@Override
	public void write(ChangeSet part, long position, Connection connection) throws SQLException {
		writer(connection).write(part, position, connection);
	}

	@Override
	public void writeAtCommit(ChangeSet part, long position, Connection connection) throws SQLException {
		writer(connection).writeAtCommit(part, position, connection);
	}

	@Override
	public Set<String> withHistory(String entity, Collection<String> ids, Connection connection) throws SQLException {
		String places = String.join(", ", Collections.nCopies(ids.size(), "?"));
		try (PreparedStatement statement = connection.prepareStatement(WITH_HISTORY.formatted(places))) {
			int place = 1;
			statement.setString(place++, entity);
			for (String id : ids) {
				statement.setString(place++, id);
			}
			Set<String> known = new HashSet<>();
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					known.add(row.getString(1));
				}
			}
			return known;
		}
	}

	private ChangeWriter writer(Connection connection) throws SQLException {
		for (ChangeWriter writer : this.writers) {
			if (writer.supports(connection)) {
				return writer;
			}
		}
		return this.standard;
	}

	@Override
	public List<ChangeSet> find(AuditQuery query) {
		List<MonitoredDataSource> all = this.dataSources.all();
		if (all.size() == 1) {
			return read(all.get(0), (rows) -> rows.find(query));
		}
		// Different databases have no common order but time, and two data sources can
		// lead
		// to the same one, or to its standby
		AuditQuery fromTheFirst = query.fromTheFirst();
		Map<UUID, ChangeSet> found = new LinkedHashMap<>();
		all.forEach((dataSource) -> read(dataSource, (rows) -> rows.find(fromTheFirst))
			.forEach((changeSet) -> found.putIfAbsent(changeSet.id(), changeSet)));
		return found.values()
			.stream()
			.sorted(Comparator.comparing(ChangeSet::at).reversed())
			.skip(query.offset())
			.limit(query.limit())
			.toList();
	}

	@Override
	public Optional<ChangeSet> get(UUID id) {
		return this.dataSources.all()
			.stream()
			.flatMap((dataSource) -> read(dataSource, (rows) -> rows.get(id)).stream())
			.findFirst();
	}

	private List<ChangeSet> read(MonitoredDataSource dataSource, Reading reading) {
		try (Connection connection = this.connections.openLikeThePool(dataSource, Map.of(), TIMEOUT)) {
			if (!this.schema.exists(connection)) {
				return List.of();
			}
			connection.setAutoCommit(false);
			List<ChangeSet> found = reading.read(new ChangeSetRows(connection, TIMEOUT));
			connection.rollback();
			return found;
		}
		catch (SQLException ex) {
			throw new ChangeSetStoreException("The changes kept in the database of '" + dataSource.name()
					+ "' cannot be read: " + ex.getMessage(), ex);
		}
	}

	/** A question to one database. */
	@FunctionalInterface
	private interface Reading {

		List<ChangeSet> read(ChangeSetRows rows) throws SQLException;

	}

}
