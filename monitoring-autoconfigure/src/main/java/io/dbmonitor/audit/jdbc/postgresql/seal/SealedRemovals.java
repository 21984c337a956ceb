package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.dbmonitor.audit.jdbc.RemovalRecord;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import org.jspecify.annotations.Nullable;

/**
 * What the retention deletes becomes a part of the chain, in the same transaction. Only
 * what is sealed, and is still what was sealed, may be deleted: whoever makes a change
 * set look old cannot have the retention delete it.
 */
public final class SealedRemovals implements RemovalRecord {

	/** How many seals are deleted in one transaction. */
	private static final int CUT = 10_000;

	/** Fewer are not worth an entry. */
	private static final int MIN_CUT = 100;

	private static final int CHUNK = 500;

	private static final String SEALED = """
			select s.change_set_id, coalesce(later.content_hash, s.content_hash)
			from dbmonitor_seal s
			left join lateral (
				select l.content_hash from dbmonitor_seal l
				where l.change_set_id = s.change_set_id and l.kind in ('KEPT', 'REMOVED') and l.position > s.position
				order by l.position desc limit 1
			) later on true
			where s.kind = 'SEALED' and s.change_set_id = any (?) and s.position > %s
			""".formatted(ChainStart.POSITION);

	private static final String IDS = "select id from dbmonitor_change_set where id between ? and ? order by id limit "
			+ CHUNK;

	private static final String UNSEALED = """
			with chunk as materialized (select id from %%s where id between ? and ? order by id limit %d)
			select (select max(id) from chunk), (select min(id) from chunk where not exists (
				select from dbmonitor_seal where change_set_id = chunk.id and kind = 'SEALED' and position > %s))
			""".formatted(CHUNK, ChainStart.POSITION);

	/** A seal says that there is one. */
	private static final String GONE = """
			with chunk as materialized (
				select change_set_id as id, position from dbmonitor_seal
				where kind = 'SEALED' and change_set_id between ? and ? and position > %s
				order by change_set_id limit %d
			)
			select (select max(id) from chunk), (select min(id) from chunk
				where not exists (select from %%s s where s.id = chunk.id)
					and not exists (select from dbmonitor_seal r
						where r.kind = 'REMOVED' and r.change_set_id = chunk.id and r.position > chunk.position))
			""".formatted(ChainStart.POSITION, CHUNK);

	private static final String LAST_OF_PARTITION = """
			select kind from dbmonitor_seal
			where kind in ('DROPPING', 'DROPPED', 'RETURNED') and change_set_id = ?
			order by position desc limit 1
			""";

	private static final String FIRST_NEEDED = """
			select s.position from dbmonitor_seal s
			where s.kind = 'SEALED' and s.position > ? and s.position <= ?
				and not exists (select from dbmonitor_seal r
					where r.kind = 'REMOVED' and r.change_set_id = s.change_set_id and r.position > s.position)
				and not exists (select from dbmonitor_seal d where d.kind = 'DROPPED' and d.position > s.position
					and s.change_set_id between d.change_set_id and d.last_change_set_id)
			order by s.position limit 1
			""";

	private static final String HASH = "select chain_hash from dbmonitor_seal where position = ?";

	/** The beginning stays. */
	private static final String DELETE = "delete from dbmonitor_seal where position > 0 and position <= ?";

	private final @Nullable String key;

	private final Faults faults;

	/**
	 * Make a record of removals.
	 * @param settings how change sets are sealed
	 * @param faults hears of what is not deleted as it is not what was sealed
	 */
	public SealedRemovals(SealSettings settings, Faults faults) {
		this.key = settings.key();
		this.faults = faults;
	}

	@Override
	public List<Long> removable(List<Long> changeSets, Connection connection) throws SQLException {
		SealChain.lock(connection);
		Map<Long, Hash> sealed = sealed(changeSets, connection);
		Map<Long, Content> found = new Contents(connection, this.key).of(changeSets);
		return changeSets.stream().filter((id) -> isAsSealed(id, sealed, found)).toList();
	}

	private boolean isAsSealed(Long changeSet, Map<Long, Hash> sealed, Map<Long, Content> found) {
		Hash expected = sealed.get(changeSet);
		Content content = found.get(changeSet);
		boolean same = expected != null && content != null && content.hash().equals(expected);
		if (expected != null && !same) {
			this.faults.report(Feature.AUDIT,
					new SealException(
							"Change set " + changeSet
									+ " is old enough to be deleted, but is not what was sealed, so it is not deleted",
							null));
		}
		return same;
	}

	private static Map<Long, Hash> sealed(Collection<Long> ids, Connection connection) throws SQLException {
		Map<Long, Hash> sealed = new HashMap<>();
		try (PreparedStatement statement = connection.prepareStatement(SEALED)) {
			statement.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					sealed.put(row.getLong(1), new Hash(row.getBytes(2)));
				}
			}
		}
		return sealed;
	}

	@Override
	public void removed(List<Long> changeSets, Connection connection) throws SQLException {
		SealChain chain = Objects.requireNonNull(SealChain.open(connection, this.key, true));
		Map<Long, Hash> sealed = sealed(changeSets, connection);
		Map<Long, Content> left = new Contents(connection, this.key).of(changeSets);
		for (Long id : changeSets) {
			Content content = left.get(id);
			if (content == null) {
				chain.remove(id);
			}
			else if (!content.hash().equals(sealed.get(id))) {
				chain.keep(id, content);
			}
		}
		chain.flush();
	}

	@Override
	public boolean isRemovable(String table, IdRange partition, Connection connection) throws SQLException {
		connection.setAutoCommit(false);
		try {
			Contents contents = new Contents(connection, this.key);
			List<Long> ids = ids(partition.first(), partition.last(), connection);
			while (!ids.isEmpty()) {
				Map<Long, Hash> sealed = sealed(ids, connection);
				Map<Long, Content> found = contents.of(ids);
				connection.commit();
				if (!ids.stream().allMatch((id) -> isAsSealed(id, sealed, found))) {
					return false;
				}
				ids = ids(ids.get(ids.size() - 1) + 1, partition.last(), connection);
			}
			return isWhole(table, partition, connection);
		}
		finally {
			connection.rollback();
			connection.setAutoCommit(true);
		}
	}

	private static List<Long> ids(long first, long last, Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(IDS)) {
			statement.setLong(1, first);
			statement.setLong(2, last);
			List<Long> ids = new ArrayList<>();
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					ids.add(row.getLong(1));
				}
			}
			return ids;
		}
	}

	@Override
	public boolean isKnown(String table, IdRange partition, Connection connection) throws SQLException {
		return find(UNSEALED.formatted(table), partition, connection) == null && isWhole(table, partition, connection);
	}

	private boolean isWhole(String table, IdRange partition, Connection connection) throws SQLException {
		Long gone = find(GONE.formatted(table), partition, connection);
		if (gone != null) {
			this.faults.report(Feature.AUDIT, new SealException("Change set " + gone
					+ " was sealed and is not there, so the partition " + table + " is not dropped", null));
		}
		return gone == null;
	}

	/** Some at a time: each of the statements tells up to where it has looked. */
	private static @Nullable Long find(String sql, IdRange range, Connection connection) throws SQLException {
		Long found = null;
		Long next = range.first();
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			while (next != null && found == null) {
				statement.setLong(1, next);
				statement.setLong(2, range.last());
				try (ResultSet row = statement.executeQuery()) {
					row.next();
					Long last = row.getObject(1, Long.class);
					found = row.getObject(2, Long.class);
					next = (last != null) ? last + 1 : null;
				}
			}
		}
		return found;
	}

	@Override
	public void dropping(IdRange partition, Connection connection) throws SQLException {
		add(SealKind.DROPPING, partition, connection);
	}

	@Override
	public void dropped(IdRange partition, Connection connection) throws SQLException {
		add(SealKind.DROPPED, partition, connection);
	}

	@Override
	public void returned(IdRange partition, Connection connection) throws SQLException {
		if (isDropping(partition, connection)) {
			add(SealKind.RETURNED, partition, connection);
		}
	}

	private void add(SealKind kind, IdRange partition, Connection connection) throws SQLException {
		SealChain chain = Objects.requireNonNull(SealChain.open(connection, this.key, true));
		chain.addRange(kind, partition.first(), partition.last());
		chain.flush();
	}

	private static boolean isDropping(IdRange partition, Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(LAST_OF_PARTITION)) {
			statement.setLong(1, partition.first());
			try (ResultSet row = statement.executeQuery()) {
				return row.next() && SealKind.valueOf(row.getString(1)) == SealKind.DROPPING;
			}
		}
	}

	/** Seals of what came of age are deleted from the beginning on. */
	@Override
	public boolean shorten(Connection connection) throws SQLException {
		connection.setAutoCommit(false);
		try {
			boolean more = cut(connection);
			connection.commit();
			return more;
		}
		catch (SQLException | RuntimeException | Error ex) {
			connection.rollback();
			throw ex;
		}
	}

	private boolean cut(Connection connection) throws SQLException {
		SealChain chain = SealChain.open(connection, this.key, false);
		ChainStart start = ChainStart.find(connection);
		if (chain == null || start == null) {
			return false;
		}
		long first = Math.max(0, start.position());
		Long needed = firstNeeded(first, connection);
		long last = Math.min((needed != null) ? needed - 1 : chain.position(), first + CUT);
		if (last - first < MIN_CUT) {
			return false;
		}
		chain.cut(last, hash(last, connection));
		chain.flush();
		try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
			statement.setLong(1, last);
			statement.executeUpdate();
		}
		return last - first == CUT;
	}

	/** Not farther than what is cut off at a time. */
	private static @Nullable Long firstNeeded(long after, Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(FIRST_NEEDED)) {
			statement.setLong(1, after);
			statement.setLong(2, after + CUT + 1);
			try (ResultSet row = statement.executeQuery()) {
				return row.next() ? row.getObject(1, Long.class) : null;
			}
		}
	}

	private static Hash hash(long position, Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(HASH)) {
			statement.setLong(1, position);
			try (ResultSet row = statement.executeQuery()) {
				if (!row.next()) {
					throw new SealException("The seal at position " + position + " is missing", null);
				}
				return new Hash(row.getBytes(1));
			}
		}
	}

}
