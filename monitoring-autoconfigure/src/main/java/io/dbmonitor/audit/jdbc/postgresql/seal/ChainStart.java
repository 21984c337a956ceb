package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

/**
 * Where the chain begins by now.
 *
 * @param id its id
 * @param position the last position before the first entry that is needed
 * @param end the hash of the chain up to there
 * @param cut the position of the entry that says so, -1 where nothing was cut off
 */
record ChainStart(Hash id, long position, Hash end, long cut) {

	/**
	 * Only what the chain reaches behind its start can be verified, and thereby not be
	 * forged.
	 */
	private static final String CUTS = " from dbmonitor_seal"
			+ " where kind = 'CUT' and last_change_set_id > 0 and position > last_change_set_id";

	/** In SQL the position that each entry has to be behind in order to count. */
	static final String POSITION = "(select coalesce(max(last_change_set_id), -1)" + CUTS + ")";

	private static final String FIND = "(select " + SealEntry.COLUMNS
			+ " from dbmonitor_seal where kind = 'BEGIN' and position = 0) union all (select " + SealEntry.COLUMNS
			+ CUTS + " order by last_change_set_id desc, position desc limit 1)";

	private static final String TO_CUT = "select " + SealEntry.COLUMNS
			+ " from dbmonitor_seal where position > ? and position <= ? order by position";

	private static final int FETCHED = 500;

	/**
	 * Find it.
	 * @param connection the connection
	 * @return the beginning, {@code null} where there is no chain
	 * @throws SQLException if the connection fails
	 * @throws UnreadableSealException if what says so is garbage
	 */
	static @Nullable ChainStart find(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(FIND)) {
			Hash id = null;
			SealEntry cut = null;
			while (row.next()) {
				SealEntry entry = SealEntry.of(row);
				if (entry.kind() == SealKind.BEGIN) {
					id = entry.content();
				}
				else {
					cut = entry;
				}
			}
			if (id == null) {
				return null;
			}
			return (cut != null && cut.last() != null && cut.content() != null)
					? new ChainStart(id, cut.last(), cut.content(), cut.position())
					: new ChainStart(id, -1, Hash.ZERO, -1);
		}
	}

	/** Return the same chain further on. */
	ChainStart at(long position, Hash end) {
		return new ChainStart(this.id, position, end, this.cut);
	}

	/**
	 * Whether the chain leads from here to the entry that says that it begins here.
	 * @param connection the connection, not in auto-commit mode
	 * @param hash hashes with the secret
	 * @throws SQLException if the connection fails
	 */
	boolean leadsToCut(Connection connection, SealHash hash) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(TO_CUT)) {
			statement.setFetchSize(FETCHED);
			statement.setLong(1, this.position);
			statement.setLong(2, this.cut);
			ChainStart last = this;
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					SealEntry entry = SealEntry.of(row);
					Hash end = entry.link(this.id, last.end, hash);
					if (entry.position() != last.position + 1 || !end.equals(SealEntry.chain(row))) {
						return false;
					}
					last = last.at(entry.position(), end);
				}
			}
			return last.position == this.cut;
		}
	}

}
