package io.dbmonitor.database.mysql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

import io.dbmonitor.database.LockWait;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for whom: for a row, which InnoDB tells, and for a table, whose metadata
 * locks the performance schema tells where it is on.
 */
final class Waits {

	/** Locks on those tables that somebody waits for. */
	private static final String TABLE_LOCKS = """
			select l.object_schema, l.object_name, l.lock_type, l.lock_status = 'PENDING' as pending,
				t.processlist_id as id
			from performance_schema.metadata_locks l join performance_schema.threads t on t.thread_id = l.owner_thread_id
			where l.object_type = 'TABLE' and t.processlist_id is not null
				and exists (select 1 from performance_schema.metadata_locks p
					where p.object_type = 'TABLE' and p.lock_status = 'PENDING'
						and p.object_schema = l.object_schema and p.object_name = l.object_name)
			""";

	private static final String EXCLUSIVE = "EXCLUSIVE";

	private static final String SHARED_NO_READ_WRITE = "SHARED_NO_READ_WRITE";

	private static final String SHARED_NO_WRITE = "SHARED_NO_WRITE";

	private static final String SHARED_READ_ONLY = "SHARED_READ_ONLY";

	private static final String SHARED_WRITE = "SHARED_WRITE";

	private static final String SHARED_WRITE_LOW_PRIO = "SHARED_WRITE_LOW_PRIO";

	private static final String SHARED_UPGRADABLE = "SHARED_UPGRADABLE";

	private static final String SHARED_READ = "SHARED_READ";

	private final Statement statement;

	private final Map<Integer, Set<Integer>> blockers = new HashMap<>();

	private final Map<Integer, String> modes = new HashMap<>();

	private final Map<Integer, String> relations = new HashMap<>();

	Waits(Statement statement) {
		this.statement = statement;
	}

	/**
	 * A transaction that was prepared has no session: 0. Without the right to the view,
	 * who waits is known all the same, and not for whom.
	 */
	void readRows(Variant variant) throws SQLException {
		try (ResultSet row = this.statement.executeQuery(variant.lockWaits())) {
			while (row.next()) {
				int waiting = (int) row.getLong("waiting");
				waits(waiting, (int) row.getLong("blocking"));
				this.modes.put(waiting, row.getString("mode"));
				this.relations.put(waiting, row.getString("relation").replace("`", ""));
			}
		}
		catch (SQLException ex) {
			if (!Rights.isUntold(ex)) {
				throw ex;
			}
		}
	}

	void readTables() throws SQLException {
		Map<String, List<TableLock>> tables = new HashMap<>();
		try (ResultSet row = this.statement.executeQuery(TABLE_LOCKS)) {
			while (row.next()) {
				String table = row.getString("object_schema") + "." + row.getString("object_name");
				tables.computeIfAbsent(table, (first) -> new ArrayList<>())
					.add(new TableLock((int) row.getLong("id"), row.getString("lock_type"), row.getBoolean("pending")));
			}
		}
		catch (SQLException ex) {
			if (!Rights.isDenied(ex)) {
				throw ex;
			}
		}
		tables.forEach((table, locks) -> locks.stream().filter(TableLock::pending).forEach((waiting) -> {
			this.modes.put(waiting.id, waiting.type);
			this.relations.put(waiting.id, table);
			if (!waitsFor(waiting, locks, (other) -> !other.pending && waiting.conflictsWith(other.type))) {
				waitsFor(waiting, locks, (other) -> other.pending && waiting.isBehind(other.type));
			}
		}));
	}

	private boolean waitsFor(TableLock waiting, List<TableLock> locks, Predicate<TableLock> which) {
		List<TableLock> found = locks.stream().filter((other) -> other.id != waiting.id && which.test(other)).toList();
		found.forEach((other) -> waits(waiting.id, other.id));
		return !found.isEmpty();
	}

	private void waits(int waiting, int blocking) {
		this.blockers.computeIfAbsent(waiting, (first) -> new TreeSet<>()).add(blocking);
	}

	List<Integer> blockers(int session) {
		return List.copyOf(this.blockers.getOrDefault(session, Set.of()));
	}

	/** Names of the session's own database go without it. */
	LockWait of(int session, @Nullable String event, @Nullable Double seconds, @Nullable String database) {
		String relation = this.relations.get(session);
		String own = database + ".";
		return new LockWait(this.modes.getOrDefault(session, event),
				(relation != null && relation.startsWith(own)) ? relation.substring(own.length()) : relation, seconds);
	}

	/** A metadata lock. */
	private record TableLock(int id, String type, boolean pending) {

		/**
		 * Which granted locks are in the way, by the table of compatible metadata locks
		 * in the internals manual of MySQL.
		 */
		private static final Map<String, Set<String>> CONFLICTS = Map.of("SHARED", Set.of(EXCLUSIVE),
				"SHARED_HIGH_PRIO", Set.of(EXCLUSIVE), SHARED_READ, Set.of(EXCLUSIVE, SHARED_NO_READ_WRITE),
				SHARED_WRITE, Set.of(EXCLUSIVE, SHARED_NO_READ_WRITE, SHARED_NO_WRITE, SHARED_READ_ONLY),
				SHARED_WRITE_LOW_PRIO, Set.of(EXCLUSIVE, SHARED_NO_READ_WRITE, SHARED_NO_WRITE, SHARED_READ_ONLY),
				SHARED_READ_ONLY, Set.of(EXCLUSIVE, SHARED_NO_READ_WRITE, SHARED_WRITE, SHARED_WRITE_LOW_PRIO),
				SHARED_UPGRADABLE, Set.of(EXCLUSIVE, SHARED_NO_READ_WRITE, SHARED_NO_WRITE, SHARED_UPGRADABLE),
				SHARED_NO_WRITE,
				Set.of(EXCLUSIVE, SHARED_NO_READ_WRITE, SHARED_NO_WRITE, SHARED_UPGRADABLE, SHARED_WRITE,
						SHARED_WRITE_LOW_PRIO),
				SHARED_NO_READ_WRITE, Set.of(EXCLUSIVE, SHARED_NO_READ_WRITE, SHARED_NO_WRITE, SHARED_UPGRADABLE,
						SHARED_WRITE, SHARED_WRITE_LOW_PRIO, SHARED_READ, SHARED_READ_ONLY));

		/**
		 * Which pending locks go first, by the table of their priorities there.
		 */
		private static final Map<String, Set<String>> PRIORITIES = Map.of("SHARED", Set.of(EXCLUSIVE), SHARED_READ,
				Set.of(EXCLUSIVE, SHARED_NO_READ_WRITE), SHARED_WRITE,
				Set.of(EXCLUSIVE, SHARED_NO_READ_WRITE, SHARED_NO_WRITE), SHARED_WRITE_LOW_PRIO,
				Set.of(EXCLUSIVE, SHARED_NO_READ_WRITE, SHARED_NO_WRITE, SHARED_READ_ONLY), SHARED_READ_ONLY,
				Set.of(EXCLUSIVE, SHARED_NO_READ_WRITE, SHARED_WRITE), SHARED_UPGRADABLE, Set.of(EXCLUSIVE),
				SHARED_NO_WRITE, Set.of(EXCLUSIVE), SHARED_NO_READ_WRITE, Set.of(EXCLUSIVE));

		/** An exclusive one suffers no other. */
		boolean conflictsWith(String granted) {
			Set<String> conflicts = CONFLICTS.get(this.type);
			return conflicts == null || conflicts.contains(granted);
		}

		boolean isBehind(String pending) {
			return PRIORITIES.getOrDefault(this.type, Set.of()).contains(pending);
		}

	}

}
