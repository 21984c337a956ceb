package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Writes entries of the chain, many by one statement. Belongs to one transaction.
 */
final class SealRows {

	private static final String INSERT = """
			insert into dbmonitor_seal (position, kind, change_set_id, last_change_set_id, sealed_transaction, sealed_id,
				changes, parts_hash, content_hash, sealed_at, sealed_by, chain_hash)
			select * from unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::xid8[], ?::bigint[],
				?::bigint[], ?::bytea[], ?::bytea[], ?::timestamptz[], ?::xid8[], ?::bytea[])
			""";

	private static final int CHUNK = 500;

	private final Connection connection;

	private final List<SealEntry> entries = new ArrayList<>();

	private final List<Hash> chain = new ArrayList<>();

	SealRows(Connection connection) {
		this.connection = connection;
	}

	/**
	 * Add an entry.
	 * @param entry the entry
	 * @param chain the hash of the chain that ends with it
	 */
	void add(SealEntry entry, Hash chain) throws SQLException {
		this.entries.add(entry);
		this.chain.add(chain);
		if (this.entries.size() == CHUNK) {
			flush();
		}
	}

	/** Write what was added. */
	void flush() throws SQLException {
		if (this.entries.isEmpty()) {
			return;
		}
		try (PreparedStatement insert = this.connection.prepareStatement(INSERT)) {
			insert.setArray(1, array("bigint", SealEntry::position));
			insert.setArray(2, array("text", (entry) -> entry.kind().name()));
			insert.setArray(3, array("bigint", SealEntry::first));
			insert.setArray(4, array("bigint", SealEntry::last));
			insert.setArray(5, array("text", (entry) -> entry.mark().transaction()));
			insert.setArray(6, array("bigint", (entry) -> entry.mark().id()));
			insert.setArray(7, array("bigint", SealEntry::changes));
			insert.setArray(8, bytes(this.entries.stream().map(SealEntry::partsHash).toList()));
			insert.setArray(9, bytes(this.entries.stream().map(SealEntry::content).toList()));
			insert.setArray(10, array("text", (entry) -> entry.at().toString()));
			insert.setArray(11, array("text", SealEntry::by));
			insert.setArray(12, bytes(this.chain));
			insert.executeUpdate();
		}
		this.entries.clear();
		this.chain.clear();
	}

	private Array array(String type, Function<SealEntry, @Nullable Object> value) throws SQLException {
		return this.connection.createArrayOf(type, this.entries.stream().map(value).toArray());
	}

	private Array bytes(List<@Nullable Hash> hashes) throws SQLException {
		byte[][] bytes = new byte[hashes.size()][];
		for (int i = 0; i < bytes.length; i++) {
			Hash hash = hashes.get(i);
			bytes[i] = (hash != null) ? hash.bytes() : null;
		}
		return this.connection.createArrayOf("bytea", bytes);
	}

}
