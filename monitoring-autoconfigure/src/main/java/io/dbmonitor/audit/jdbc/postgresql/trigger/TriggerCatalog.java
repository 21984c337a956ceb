package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What the database's catalogue says of tables and their triggers. Belongs to one
 * connection.
 */
final class TriggerCatalog {

	/** A table comes with all its partitions, as these can be written by name. */
	private static final String RELATIONS = """
			with recursive relation (name, oid) as (
				select name, to_regclass(name)::oid from unnest(?::text[]) name
				union
				select r.name, i.inhrelid
				from relation r
				join pg_inherits i on i.inhparent = r.oid
				join pg_class p on p.oid = i.inhparent and p.relkind = 'p'
			)
			select r.name, c.oid, c.oid::regclass::text, c.relkind, c.relpersistence,
				coalesce((select case when i.indimmediate then 'IMMEDIATE' else 'DEFERRABLE' end
					from pg_index i where i.indrelid = c.oid and i.indisprimary), 'NONE'),
				c.relkind = 'r' and c.relhassubclass,
				exists (
					with recursive heir (oid) as (
						select inhrelid from pg_inherits where inhparent = c.oid
						union
						select i.inhrelid from heir h join pg_inherits i on i.inhparent = h.oid
					)
					select from heir h join pg_class f on f.oid = h.oid where f.relkind = 'f'),
				array(select t.tgname::text from pg_trigger t where t.tgrelid = c.oid and t.tgenabled in ('O', 'A')
					and t.tgfoid = to_regprocedure('dbmonitor_record_rows()') and t.tgargs = ?)
			from relation r
			left join pg_class c on c.oid = r.oid
			""";

	private static final String OTHERS = """
			select distinct t.tgrelid, t.tgrelid::regclass::text
			from pg_trigger t
			where t.tgfoid = to_regprocedure('dbmonitor_record_rows()') and t.tgrelid <> all (?)
			""";

	private static final String VERSION = "select obj_description(to_regprocedure('dbmonitor_record_rows()'), 'pg_proc')";

	private final Connection connection;

	TriggerCatalog(Connection connection) {
		this.connection = connection;
	}

	/**
	 * Find tables with their partitions.
	 * @param names names as the application has them
	 * @return by name the table and all of its partitions, none where there is no such
	 * table
	 */
	Map<String, List<Relation>> relations(List<String> names) throws SQLException {
		Map<String, List<Relation>> relations = new LinkedHashMap<>();
		names.forEach((name) -> relations.put(name, new ArrayList<>()));
		try (PreparedStatement statement = this.connection.prepareStatement(RELATIONS)) {
			statement.setArray(1, this.connection.createArrayOf("text", names.toArray()));
			statement.setBytes(2, RecordingTrigger.argument());
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					if (row.getString(3) != null) {
						relations.computeIfAbsent(row.getString(1), (name) -> new ArrayList<>())
							.add(new Relation(row.getLong(2), row.getString(3), row.getString(4).charAt(0),
									row.getString(5).charAt(0), Relation.Key.valueOf(row.getString(6)),
									row.getBoolean(7), row.getBoolean(8), texts(row.getArray(9))));
					}
				}
			}
		}
		return relations;
	}

	/** Tables with triggers that record rows, among those whose names are not known. */
	List<Relation> others(Collection<Long> known) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(OTHERS)) {
			statement.setArray(1, this.connection.createArrayOf("oid", known.toArray()));
			List<Relation> others = new ArrayList<>();
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					others.add(new Relation(row.getLong(1), row.getString(2), 'r', 'p', Relation.Key.IMMEDIATE, false,
							false, RecordingTrigger.names()));
				}
			}
			return others;
		}
	}

	/** Which form of the trigger function there is, {@code null} where there is none. */
	@Nullable String version() throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(VERSION);
				ResultSet row = statement.executeQuery()) {
			row.next();
			return row.getString(1);
		}
	}

	private static Set<String> texts(Array array) throws SQLException {
		return new LinkedHashSet<>(List.of((String[]) array.getArray()));
	}

}
