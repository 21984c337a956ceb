package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Installs, removes and examines the triggers of one database. Belongs to one connection,
 * which is not in auto-commit mode.
 */
final class TriggerInstallation {

	private static final String HOW = ": set dbmonitor.audit.triggers.initialize-schema=always, or have the script of audit/triggers executed";

	private static final long LOCK = 0x64626D6F6E69L;

	private static final int ATTEMPTS = 5;

	/** A deadlock, a lock that is not free in time. */
	private static final List<String> AGAIN = List.of("40P01", "55P03");

	private final String dataSource;

	private final Connection connection;

	private final TriggerCatalog catalog;

	TriggerInstallation(String dataSource, Connection connection) {
		this.dataSource = dataSource;
		this.connection = connection;
		this.catalog = new TriggerCatalog(connection);
	}

	/**
	 * Make what is missing, each table by itself, so that no lock is held for long.
	 * @param names the tables
	 * @throws SQLException if something cannot be made; what was made stays
	 */
	void install(List<String> names) throws SQLException {
		TriggerScripts scripts = TriggerScripts.of(this.connection);
		patiently(() -> {
			if (!scripts.version().equals(this.catalog.version())) {
				execute(scripts.recorder());
			}
		});
		for (Relation relation : possible(names)) {
			if (!relation.isActive()) {
				patiently(() -> execute(scripts.install(relation.name())));
			}
		}
		removeImpossible(names, scripts);
	}

	/** With a foreign partition that came later, all writes to it fail. */
	private void removeImpossible(List<String> names, TriggerScripts scripts) throws SQLException {
		Set<Long> impossible = new HashSet<>();
		this.catalog.relations(names)
			.values()
			.forEach((tree) -> tree.forEach((relation) -> impossible.add(relation.oid())));
		possible(names).forEach((relation) -> impossible.remove(relation.oid()));
		for (Relation relation : this.catalog.others(List.of())) {
			if (impossible.contains(relation.oid())) {
				patiently(() -> execute(scripts.remove(List.of(relation.name()))));
			}
		}
	}

	/**
	 * Remove all triggers that record rows, of whatever table, each table by itself.
	 * @throws SQLException if something cannot be removed; what was removed stays so
	 */
	void remove() throws SQLException {
		TriggerScripts scripts = TriggerScripts.of(this.connection);
		for (Relation relation : this.catalog.others(List.of())) {
			patiently(() -> execute(scripts.remove(List.of(relation.name()))));
		}
	}

	/**
	 * Whoever waits for a table makes all others wait behind it, so it is given up soon
	 * and tried again; somebody else may install at the same time.
	 */
	private void patiently(Work work) throws SQLException {
		for (int i = 1;; i++) {
			try {
				execute(List.of("select pg_advisory_xact_lock(" + LOCK + ")"));
				work.run();
				this.connection.commit();
				return;
			}
			catch (SQLException ex) {
				this.connection.rollback();
				if (i == ATTEMPTS || !AGAIN.contains(String.valueOf(ex.getSQLState()))) {
					throw ex;
				}
			}
		}
	}

	/**
	 * Return what {@link #install} executes where nothing is there yet.
	 * @param names the tables
	 */
	String installScript(List<String> names) throws SQLException {
		return TriggerScripts.text(TriggerScripts.of(this.connection).install(relationNames(names)));
	}

	/**
	 * Return what {@link #remove} executes.
	 * @param names the tables
	 */
	String removeScript(List<String> names) throws SQLException {
		List<String> relations = new ArrayList<>(relationNames(names));
		this.catalog.others(List.of())
			.stream()
			.map(Relation::name)
			.filter((name) -> !relations.contains(name))
			.forEach(relations::add);
		return TriggerScripts.text(TriggerScripts.of(this.connection).remove(relations));
	}

	private List<String> relationNames(List<String> names) throws SQLException {
		return possible(names).stream().map(Relation::name).toList();
	}

	private List<Relation> possible(List<String> names) throws SQLException {
		return this.catalog.relations(names)
			.values()
			.stream()
			.filter((tree) -> tree.stream().allMatch((relation) -> relation.impossible() == null))
			.flatMap(List::stream)
			.toList();
	}

	/**
	 * Whoever waits for a table's lock makes all others wait behind it, so not for long.
	 */
	private void execute(List<String> sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("set local lock_timeout = '3s'");
			for (String part : sql) {
				statement.execute(part);
			}
		}
	}

	/**
	 * See what is there.
	 * @param names the tables
	 * @return each of them
	 */
	List<AuditedTable> examine(List<String> names) throws SQLException {
		String version = this.catalog.version();
		List<AuditedTable> tables = new ArrayList<>();
		Map<String, List<Relation>> found = this.catalog.relations(names);
		found.forEach((name, relations) -> tables.add(table(name, relations, version)));
		List<Long> known = found.values().stream().flatMap(List::stream).map(Relation::oid).toList();
		for (Relation other : this.catalog.others(known)) {
			tables
				.add(new AuditedTable(this.dataSource, other.name(), other.name(), true, "Triggers record the rows of "
						+ other.name()
						+ ", but it is not among the tables of this application: unless another one joins them, they"
						+ " are kept for ever; drop its triggers, or name it in dbmonitor.audit.triggers.tables",
						List.of()));
		}
		return tables;
	}

	private AuditedTable table(String name, List<Relation> relations, @Nullable String version) {
		if (relations.isEmpty()) {
			return new AuditedTable(this.dataSource, name, null, false,
					"There is no table " + name + ": was it renamed or dropped?", List.of());
		}
		Relation own = relations.get(0);
		String problem = problem(own, relations, version);
		return new AuditedTable(this.dataSource, name, own.name(), problem == null, problem, own.limits());
	}

	private static @Nullable String problem(Relation own, List<Relation> relations, @Nullable String version) {
		if (own.impossible() != null) {
			return "The rows of " + own.name() + " cannot be recorded: " + own.impossible();
		}
		if (version == null) {
			return "There is no function dbmonitor_record_rows() yet" + HOW;
		}
		if (!version.equals(TriggerScripts.currentVersion())) {
			return "The function dbmonitor_record_rows() is of another version" + HOW;
		}
		for (Relation relation : relations) {
			if (relation.impossible() != null) {
				return "The rows of its partition " + relation.name() + " cannot be recorded: " + relation.impossible();
			}
			if (!relation.isActive()) {
				return "Triggers of " + relation.name() + " are missing or disabled, or of another version" + HOW;
			}
		}
		return null;
	}

	/** Of all tables that can be recorded the oids, with those of their partitions. */
	Map<String, List<Relation>> relations(List<String> names) throws SQLException {
		return this.catalog.relations(names);
	}

	/** Does something in a transaction. */
	@FunctionalInterface
	private interface Work {

		void run() throws SQLException;

	}

}
