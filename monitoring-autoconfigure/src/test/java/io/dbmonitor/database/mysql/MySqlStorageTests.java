package io.dbmonitor.database.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.zaxxer.hikari.HikariDataSource;
import io.dbmonitor.database.DatabaseMeter;
import io.dbmonitor.database.Figure;
import io.dbmonitor.database.IndexHealth;
import io.dbmonitor.database.StorageSample;
import io.dbmonitor.database.TableHealth;
import io.dbmonitor.datasource.MonitorConnections;
import io.dbmonitor.datasource.MonitoredDataSource;
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
						"create table bill (id bigint unsigned auto_increment primary key)",
						"create table visit (id int auto_increment primary key)",
						"create table contract (id int primary key) with system versioning",
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
		assertThat(storage.tables()).extracting(TableHealth::name)
			.containsExactlyInAnyOrder("owner", "pet", "keyless", "bill", "visit", "contract");
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

	@Test
	void indexesOfFunctionsAreNotEqual() throws SQLException {
		try (Connection connection = this.database.connect(); Statement statement = connection.createStatement()) {
			// As MySQL describes them, which has no name for what is no column
			statement.execute("create temporary table described (table_schema varchar(64), table_name varchar(64),"
					+ " non_unique int, index_type varchar(16), seq_in_index int, collation varchar(1), sub_part int,"
					+ " index_name varchar(64), column_name varchar(64))");
			for (String index : List.of("'by_lower', null", "'by_upper', null", "'by_name', 'name'",
					"'by_name_too', 'name'")) {
				statement
					.execute("insert into described (table_schema, table_name, non_unique, index_type, seq_in_index,"
							+ " collation, index_name, column_name) values (database(), 'thing', 1, 'BTREE', 1, 'A', "
							+ index + ")");
			}
			String sql = IndexesQuestion.sql(false).replace("information_schema.statistics", "described");
			Map<String, String> duplicates = new HashMap<>();
			try (ResultSet row = statement.executeQuery(sql)) {
				while (row.next()) {
					duplicates.put(row.getString("index_name"), String.valueOf(row.getString("duplicate_of")));
				}
			}
			assertThat(duplicates).containsExactlyInAnyOrderEntriesOf(
					Map.of("by_lower", "null", "by_upper", "null", "by_name", "null", "by_name_too", "by_name"));
		}
	}

	@Test
	void databaseIsThePoolsCatalog() throws SQLException {
		String url = this.database.url();
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl(url.substring(0, url.lastIndexOf('/') + 1));
			pool.setUsername(this.database.username());
			pool.setPassword(this.database.password());
			MonitoredDataSource dataSource = new MonitoredDataSource("shop", pool);
			assertThat(examine(dataSource)).isEmpty();
			pool.setCatalog(url.substring(url.lastIndexOf('/') + 1));
			assertThat(examine(dataSource).orElseThrow().tables()).extracting(TableHealth::name).contains("owner");
		}
	}

	private static Optional<StorageSample> examine(MonitoredDataSource dataSource) throws SQLException {
		Duration timeout = Duration.ofSeconds(10);
		try (Connection connection = new MonitorConnections().open(dataSource, Map.of(), timeout)) {
			return new MySqlInspector(SessionIds.NONE).examine(connection, timeout);
		}
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
