package io.dbmonitor.query;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.dbmonitor.query.ServerDifference.Side;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Statements share a fingerprint exactly where pg_stat_statements of PostgreSQL 18 gives
 * them the same query id, but for what {@link ServerDifference} lists.
 */
@PostgresTest
@DisabledIfSystemProperty(named = "dbmonitor.test.postgres.version", matches = "1[4-7].*",
		disabledReason = "Each version of PostgreSQL has its own notion of a query id")
class FingerprintCorpusTests {

	/**
	 * Where the server puts a parameter for more or for less than the value: for the
	 * field of a date, for a setting, for a list with its casts and parentheses, behind a
	 * sign that is not part of a number. One of them it gets wrong.
	 */
	private static final String[] SERVER_TEXTS_OF_THEIR_OWN = { "select extract($1 from created_at) from product",
			"select extract($1 from created_at) from payment", "set enable_seqscan = $1", "set search_path = $1",
			"set search_path to $1", "select id from payment where order_id in ($1 /*, ... */)",
			"select id from orders where customer_id in ($1 /*, ... */)", "select id, -$1::integer from payment",
			"select id, $15) from customer" };

	private static final Map<String, Tracked> corpus = new LinkedHashMap<>();

	@BeforeAll
	static void askTheServer(PostgresDatabase database) throws SQLException {
		database.execute("create extension pg_stat_statements");
		database.execute(Corpus.schema());
		try (Connection application = database.connect(); Server server = new Server(database.connect())) {
			for (String sql : statements()) {
				if (!corpus.containsKey(sql)) {
					corpus.put(sql, server.track(application, sql, null));
				}
			}
		}
	}

	private static List<String> statements() {
		return Stream
			.of(Corpus.sample(), Corpus.handwritten(), Corpus.generated(),
					Stream.of(ServerDifference.values())
						.flatMap((difference) -> difference.groups().stream())
						.flatMap(List::stream)
						.toList())
			.flatMap(List::stream)
			.toList();
	}

	@Test
	void theServerIsOfTheVersionThatTheDifferencesAreListedFor(PostgresDatabase database) throws SQLException {
		assertThat(database.number("select current_setting('server_version_num')::integer / 10000")).isEqualTo(18);
	}

	@Test
	void theCorpusIsLargeAndManifold() {
		assertThat(corpus).hasSizeGreaterThan(500);
		assertThat(distinct(Tracked::fingerprint)).hasSizeGreaterThan(300);
		assertThat(distinct(Tracked::queryId)).hasSizeGreaterThan(300);
	}

	@Test
	void statementsOfOneFingerprintHaveOneQueryIdUnlessListed() {
		assertThat(unlisted(Side.SERVER_TELLS_APART)).isEmpty();
	}

	@Test
	void statementsOfOneQueryIdHaveOneFingerprintUnlessListed() {
		assertThat(unlisted(Side.SERVER_TAKES_TOGETHER)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void whatIsListedDiffers(ServerDifference difference) {
		for (List<String> group : difference.groups()) {
			assertThat(group).hasSizeGreaterThan(1);
			assertThat(distinct(group, shared(difference.side()))).as("shared by %s", group).hasSize(1);
			assertThat(distinct(group, own(difference.side()))).as("own of %s", group).hasSameSizeAs(group);
		}
	}

	/** The one difference that no text has: there are types of parameters. */
	@Test
	void theServerTellsTypesOfParametersApart(PostgresDatabase database) throws SQLException {
		String sql = "select id from product where stock < ?";
		try (Connection application = database.connect(); Server server = new Server(database.connect())) {
			assertThat(Stream.of(1, 1L, BigDecimal.ONE)
				.map((value) -> server.track(application, sql, value).queryId())
				.distinct()).hasSize(3);
		}
	}

	/** So that a statement is found in the server's statistics by its fingerprint. */
	@Test
	void theServersTextOfAStatementHasTheFingerprintOfTheStatement() {
		assertThat(corpus.values()
			.stream()
			.filter((tracked) -> Fingerprint.of(tracked.text(), 1000).hash() != tracked.fingerprint())
			.map(Tracked::text)).containsOnly(SERVER_TEXTS_OF_THEIR_OWN);
	}

	/**
	 * Statements that share what the other side tells apart, and of which not all ids of
	 * that side are in the groups listed.
	 */
	private static List<List<String>> unlisted(Side side) {
		Map<Long, Set<Long>> listed = Stream.of(ServerDifference.values())
			.filter((difference) -> difference.side() == side)
			.flatMap((difference) -> difference.groups().stream())
			.flatMap(List::stream)
			.map(FingerprintCorpusTests::tracked)
			.collect(Collectors.groupingBy((tracked) -> shared(side).applyAsLong(tracked),
					Collectors.mapping((tracked) -> own(side).applyAsLong(tracked), Collectors.toSet())));
		Map<Long, List<String>> sharing = corpus.keySet()
			.stream()
			.collect(Collectors.groupingBy((sql) -> shared(side).applyAsLong(tracked(sql)), LinkedHashMap::new,
					Collectors.toList()));
		return sharing.entrySet().stream().filter((entry) -> {
			Set<Long> own = distinct(entry.getValue(), own(side));
			return own.size() > 1 && !listed.getOrDefault(entry.getKey(), Set.of()).containsAll(own);
		}).map(Map.Entry::getValue).toList();
	}

	private static ToLongFunction<Tracked> shared(Side side) {
		return (side == Side.SERVER_TELLS_APART) ? Tracked::fingerprint : Tracked::queryId;
	}

	private static ToLongFunction<Tracked> own(Side side) {
		return (side == Side.SERVER_TELLS_APART) ? Tracked::queryId : Tracked::fingerprint;
	}

	private static Set<Long> distinct(ToLongFunction<Tracked> id) {
		return distinct(corpus.keySet(), id);
	}

	private static Set<Long> distinct(Collection<String> statements, ToLongFunction<Tracked> id) {
		return statements.stream().map((sql) -> id.applyAsLong(tracked(sql))).collect(Collectors.toSet());
	}

	private static Tracked tracked(String sql) {
		return Objects.requireNonNull(corpus.get(sql), sql);
	}

	/**
	 * What is known of a statement.
	 *
	 * @param fingerprint ours
	 * @param queryId the server's
	 * @param text the server's
	 */
	private record Tracked(long fingerprint, long queryId, String text) {
	}

	/**
	 * Reads the statistics of one statement at a time, on a connection that leaves no
	 * trace in them.
	 */
	private static final class Server implements AutoCloseable {

		private static final String OF_THIS_DATABASE = "(select oid from pg_database where datname = current_database())";

		private final Connection connection;

		Server(Connection connection) throws SQLException {
			this.connection = connection;
			execute("set pg_stat_statements.track = none");
			execute("set pg_stat_statements.track_utility = off");
		}

		/**
		 * Send a statement and see what becomes of it.
		 * @param value for each of its parameters
		 */
		Tracked track(Connection application, String sql, @Nullable Object value) {
			try {
				return sendAndFind(application, sql, value);
			}
			catch (SQLException ex) {
				throw new IllegalStateException("Sent in vain: " + sql, ex);
			}
		}

		private Tracked sendAndFind(Connection application, String sql, @Nullable Object value) throws SQLException {
			execute("select pg_stat_statements_reset(0, " + OF_THIS_DATABASE + ", 0)");
			send(application, sql, value);
			try (Statement statement = this.connection.createStatement();
					ResultSet found = statement.executeQuery(
							"select queryid, query from pg_stat_statements where dbid = " + OF_THIS_DATABASE)) {
				assertThat(found.next()).as(sql).isTrue();
				Tracked tracked = new Tracked(Fingerprint.of(sql, 1000).hash(), found.getLong(1), found.getString(2));
				assertThat(found.next()).as("more than " + sql).isFalse();
				return tracked;
			}
		}

		private static void send(Connection application, String sql, @Nullable Object value) throws SQLException {
			try (PreparedStatement statement = application.prepareStatement(sql)) {
				int parameters = statement.getParameterMetaData().getParameterCount();
				for (int i = 1; i <= parameters; i++) {
					statement.setObject(i, value);
				}
				statement.execute();
			}
		}

		private void execute(String sql) throws SQLException {
			try (Statement statement = this.connection.createStatement()) {
				statement.execute(sql);
			}
		}

		@Override
		public void close() throws SQLException {
			this.connection.close();
		}

	}

}
