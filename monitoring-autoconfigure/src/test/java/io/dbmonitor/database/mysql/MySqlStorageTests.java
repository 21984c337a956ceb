package io.dbmonitor.database.mysql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import io.dbmonitor.database.DatabaseMeter;
import io.dbmonitor.database.Figure;
import io.dbmonitor.database.IndexHealth;
import io.dbmonitor.database.StorageSample;
import io.dbmonitor.database.TableHealth;
import io.dbmonitor.datasource.SessionIds;
import io.dbmonitor.testing.MariaDbDatabase;
import io.dbmonitor.testing.MariaDbTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What the inspector says of the storage of a real MariaDB.
 */
@MariaDbTest
class MySqlStorageTests {

	private final MariaDbDatabase database;

	MySqlStorageTests(MariaDbDatabase database) {
		this.database = database;
	}

	@BeforeAll
	static void createTables(MariaDbDatabase database) throws SQLException {
		try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
			for (String sql : List
				.of("create table owner (id tinyint unsigned auto_increment primary key, name varchar(50), town varchar(50),"
						+ " key by_name (name), key by_name_too (name), key by_both (name, town), key never (town))",
						"create table pet (id int primary key, owner_id tinyint unsigned,"
								+ " key of_owner (owner_id), foreign key (owner_id) references owner (id))",
						"create table keyless (what varchar(50))", "insert into owner (id, name) values (100, 'x')",
						"insert into keyless select seq from seq_1_to_1000", "analyze table keyless",
						"select * from owner force index (by_both) where name = 'x'",
						"select * from owner force index (by_name) where name = 'x'",
						"select * from owner force index (by_name_too) where name = 'x'", "select * from keyless")) {
				statement.execute(sql);
			}
		}
	}

	@Test
	void tablesStandOut() throws SQLException {
		StorageSample storage = examine();
		assertThat(storage.tables()).extracting(TableHealth::name).containsExactlyInAnyOrder("owner", "pet", "keyless");
		TableHealth keyless = table(storage, "keyless");
		assertThat(keyless.problems()).containsExactly("missing-primary-key");
		assertThat(keyless.rows()).isEqualTo(1000);
		assertThat(keyless.inserted()).isEqualTo(1000);
		assertThat(keyless.sequentialRows()).isGreaterThanOrEqualTo(1000);
		assertThat(keyless.deadRows()).isNull();
		assertThat(table(storage, "pet").problems()).isEmpty();
		assertThat(figure(storage, Figure.of(MySqlMeter.INDEXES, "missing-primary-key"))).isEqualTo(1);
		double size = this.database.number("select sum(data_length + index_length) from information_schema.tables"
				+ " where table_schema = database()");
		assertThat(figure(storage, Figure.of(DatabaseMeter.SIZE))).isEqualTo(size);
	}

	@Test
	void indexesWithATroubleStandOut() throws SQLException {
		StorageSample storage = examine();
		assertThat(index(storage, "by_name_too").duplicateOf()).isEqualTo("by_name");
		assertThat(index(storage, "by_name").problems()).isEmpty();
		assertThat(index(storage, "by_both").problems()).isEmpty();
		assertThat(index(storage, "never").problems()).containsExactly("unused");
		// The foreign key needs it
		assertThat(index(storage, "of_owner").problems()).isEmpty();
		assertThat(figure(storage, Figure.of(MySqlMeter.INDEXES, "duplicate"))).isEqualTo(1);
		assertThat(figure(storage, Figure.of(MySqlMeter.INDEXES, "unused"))).isEqualTo(1);
	}

	@Test
	void generatedNumbersRunOut() throws SQLException {
		StorageSample storage = examine();
		Figure used = Figure.of(MySqlMeter.AUTO_INCREMENT_USED);
		assertThat(figure(storage, used)).isCloseTo(100 / 254.0, within(0.001));
		assertThat(storage.figures().names()).containsEntry(used, "owner.id");
	}

	private StorageSample examine() throws SQLException {
		try (Connection connection = this.database.connect()) {
			StorageSample storage = new MySqlInspector(SessionIds.NONE).examine(connection, Duration.ofSeconds(10))
				.orElseThrow();
			assertThat(storage.figures().unread()).isEmpty();
			return storage;
		}
	}

	private static double figure(StorageSample storage, Figure figure) {
		return storage.figures().values().getOrDefault(figure, Double.NaN);
	}

	private static TableHealth table(StorageSample storage, String name) {
		return storage.tables().stream().filter((table) -> table.name().equals(name)).findFirst().orElseThrow();
	}

	private static IndexHealth index(StorageSample storage, String name) {
		return storage.indexes().stream().filter((index) -> index.name().equals(name)).findFirst().orElseThrow();
	}

}
