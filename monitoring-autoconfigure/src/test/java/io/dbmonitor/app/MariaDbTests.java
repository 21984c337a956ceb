package io.dbmonitor.app;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.dbmonitor.database.mysql.MySqlMeter;
import io.dbmonitor.datasource.mysql.MariaDbSessionIds;
import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.MariaDbDatabase;
import io.dbmonitor.testing.MariaDbTest;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.RunningApplication;
import io.dbmonitor.testing.Scrape;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * An application on MariaDB, through its driver and through that of MySQL: the state of
 * the database, and the join with who holds connections.
 */
@MariaDbTest
@Proves(area = Proves.Area.DATABASES, subject = "MariaDB, by its driver or MySQL's",
		note = "statements, pool, state of the database, sessions and locks, tables and indexes")
class MariaDbTests {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void stateOfTheDatabaseIsJoinedWithTheApplication(boolean mySqlDriver, MariaDbDatabase mariaDb) throws Exception {
		MariaDbDatabase database = mySqlDriver ? mariaDb.throughMySqlDriver() : mariaDb;
		mariaDb.execute("create or replace table item (id int primary key, price int,"
				+ " key by_price (price), key by_price_again (price))");
		mariaDb.execute("insert into item values (1, 10)");
		try (RunningApplication application = start(database)) {
			await().until(() -> application.overview().isTrue("$.dataSources[0].database.reachable"));
			Json overview = application.overview();
			assertThat(overview.string("$.dataSources[0].database.product")).isEqualTo("MariaDB");
			assertThat(overview.object("$.dataSources[0].sessions").keySet()).containsExactly("active", "idle",
					"idle in transaction", "unknown");
			assertThat(overview.object("$.dataSources[0].database")).doesNotContainKey("note");
			blockadeIsShownAndEnded(application, mariaDb);
			Scrape scrape = application.scrape();
			assertThat(scrape.value("dbmonitor_database_up{datasource=\"dataSource\"}")).isEqualTo(1);
			assertThat(scrape.value("dbmonitor_sessions_max{datasource=\"dataSource\"}"))
				.isEqualTo((double) mariaDb.number("select @@max_connections"));
			await().untilAsserted(() -> assertThat(application.bean(MeterRegistry.class).getMeters())
				.extracting((meter) -> meter.getId().getName())
				.containsAll(Stream.of(MySqlMeter.values()).map((meter) -> meter.info().name()).toList()));
			assertThat(scrape.value("dbmonitor_faults_total{feature=\"database\"}")).isZero();
			assertThat(scrape.value("dbmonitor_faults_total{feature=\"connection\"}")).isZero();
			await().untilAsserted(() -> assertThat(
					application.http().json("/actuator/dbmonitor/tables").list("$.dataSources[0].tables[*].name"))
				.contains("item"));
			await().untilAsserted(() -> assertThat(
					application.http().json("/actuator/dbmonitor/indexes").list("$.dataSources[0].indexes[*].name"))
				.contains("by_price", "by_price_again"));
			Json queries = application.http().json("/actuator/dbmonitor/queries?contains=update+item+set");
			assertThat(queries.number("$.queries[0].errors")).isEqualTo(1);
			assertThat(overview.number("$.dataSources[0].pool.max")).isEqualTo(10);
		}
	}

	private void blockadeIsShownAndEnded(RunningApplication application, MariaDbDatabase mariaDb) throws Exception {
		try (Connection other = mariaDb.connect(); Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute("update item set price = 11");
			Future<?> raising = this.threads.submit(() -> raisePrices(application));
			Json locks = await().until(() -> application.http().json("/actuator/dbmonitor/locks"),
					(found) -> !found.list("$.trees[*]").isEmpty());
			int blocker = number(locks, "$.trees[0].pid");
			assertThat(blocker).isEqualTo(id(other));
			assertThat(locks.string("$.trees[0].owner")).isEqualTo("external");
			assertThat(locks.string("$.trees[0].waiting[0].relation")).isEqualTo("item");
			assertThat(locks.string("$.trees[0].waiting[0].owner")).isEqualTo("own");
			assertThat(locks.string("$.trees[0].waiting[0].lease.at")).startsWith("MariaDbTests.raisePrices");
			assertThat(application.overview().number("$.dataSources[0].blocked")).isEqualTo(1);
			Map<String, Object> waiting = locks.object("$.trees[0].waiting[0]");
			assertThat(delete(application, waiting, "cancel")).isEqualTo(200);
			assertThatThrownBy(raising::get).rootCause().message().containsAnyOf("interrupted", "cancelled");
			assertThat(delete(application, locks.object("$.trees[0]"), "terminate")).isEqualTo(200);
			await().until(() -> !other.isValid(1));
		}
	}

	private static void raisePrices(RunningApplication application) {
		JdbcTemplate jdbc = application.bean(JdbcTemplate.class);
		application.bean(TransactionTemplate.class)
			.executeWithoutResult((status) -> jdbc.update("update item set price = price + 1"));
	}

	private static int delete(RunningApplication application, Map<String, Object> session, String mode) {
		assertThat(session).doesNotContainKey("backendStart").containsKey("serverStartedAt");
		return application.http()
			.delete("/actuator/dbmonitor/sessions/" + session.get("pid") + "?mode=" + mode + "&backendStart="
					+ session.get("serverStartedAt"))
			.statusCode();
	}

	private static int number(Json json, String path) {
		return (int) json.number(path);
	}

	private static int id(Connection connection) throws SQLException {
		MariaDbSessionIds ids = new MariaDbSessionIds();
		return Objects.requireNonNull(ids.find(connection));
	}

	private static RunningApplication start(MariaDbDatabase database) {
		List<String> properties = List.of("management.endpoint.dbmonitor.access=unrestricted",
				"dbmonitor.session.control=true", "dbmonitor.database.heavy-interval=1s",
				"dbmonitor.connection.interval=100ms");
		return RunningApplication.start(JpaApplication.class,
				Stream.concat(Stream.of(database.dataSourceProperties()), properties.stream()).toArray(String[]::new));
	}

}
