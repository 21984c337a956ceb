package io.dbmonitor.session.endpoint;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.endpoint.SectionException;
import io.dbmonitor.endpoint.SectionRequest;
import io.dbmonitor.session.SessionView;
import io.dbmonitor.session.Sessions;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.RunningApplication;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The log says who wanted to end what, and what came of it.
 */
@PostgresTest
@ExtendWith(OutputCaptureExtension.class)
class SessionControlLogTests {

	private static final String ACTOR = "alice\n2026-01-31 ERROR forged\u202e";

	private static final String ACTOR_IN_LOG = "by alice?2026-01-31 ERROR forged?";

	private final PostgresDatabase database;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final RunningApplication application;

	private final Sessions sessions;

	SessionControlLogTests(PostgresDatabase database) {
		this.database = database;
		this.application = RunningApplication.start(JpaApplication.class, database.dataSourceProperties());
		this.sessions = this.application.bean(Sessions.class);
	}

	@BeforeEach
	void makeATable() throws SQLException {
		this.database.execute("create table if not exists contended (id int)");
	}

	@AfterEach
	void stop() {
		this.application.close();
		this.threads.shutdownNow();
	}

	@Test
	void whoEndsASessionIsTold(CapturedOutput output) throws Exception {
		try (Connection client = this.database.connect()) {
			SessionView session = await().until(() -> find(pid(client)), Objects::nonNull);
			new SessionControl(this.sessions, true).act(String.valueOf(session.pid()), request(session));
			assertThat(output).containsSubsequence(
					"terminate of session " + session.pid() + " " + ACTOR_IN_LOG + " begins: data source 'dataSource'",
					"terminate of session " + session.pid() + " " + ACTOR_IN_LOG + " is done");
			assertThat(output.toString().lines()).noneMatch((line) -> line.startsWith("2026-01-31 ERROR forged"));
		}
	}

	@Test
	void whatIsRefusedIsTold(CapturedOutput output) {
		SectionRequest request = new SectionRequest(List.of(),
				Map.of("mode", "cancel", "backendStart", "2020-01-01T00:00:00Z"), false, ACTOR);
		assertThatExceptionOfType(SectionException.class)
			.isThrownBy(() -> new SessionControl(this.sessions, false).act("1\r\n2", request));
		assertThat(output).contains("cancel of session 1??2 " + ACTOR_IN_LOG + " is not done: Ending sessions and");
		assertThatExceptionOfType(SectionException.class)
			.isThrownBy(() -> new SessionControl(this.sessions, true).act("1", request));
		assertThat(output).contains("cancel of session 1 " + ACTOR_IN_LOG + " is not done: There is no client's");
	}

	@Test
	void aSessionThatBeganAtAnotherTimeIsNotMeant() throws Exception {
		try (Connection client = this.database.connect()) {
			SessionView session = await().until(() -> find(pid(client)), Objects::nonNull);
			SectionRequest wrong = request(Objects.requireNonNull(session.backendStart()).plusNanos(1000));
			assertThatExceptionOfType(SectionException.class)
				.isThrownBy(() -> new SessionControl(this.sessions, true).act(String.valueOf(session.pid()), wrong))
				.withMessageContaining("no client's session");
			assertThat(client.isValid(1)).isTrue();
		}
	}

	@Test
	void replicationIsNotEnded(CapturedOutput output) throws Exception {
		PostgresDatabase replication = new PostgresDatabase(
				this.database.url() + "?replication=database&preferQueryMode=simple&assumeMinServerVersion=14",
				this.database.username(), this.database.password());
		try (Connection sender = replication.connect();
				Statement sending = sender.createStatement();
				Connection client = this.database.connect();
				Statement waiting = client.createStatement()) {
			sender.setAutoCommit(false);
			sending.execute("lock table contended");
			int pid = pid(sender);
			Future<?> waiter = this.threads.submit(() -> waiting.execute("select * from contended"));
			SessionView session = await().until(() -> find(pid), Objects::nonNull);
			assertThat(session.backendType()).isEqualTo("walsender");
			assertThatExceptionOfType(SectionException.class)
				.isThrownBy(() -> new SessionControl(this.sessions, true).act(String.valueOf(pid), request(session)))
				.withMessageContaining("no client's: walsender");
			assertThat(output).contains("is not done: Session " + pid + " is no client's");
			assertThat(sender.isValid(1)).isTrue();
			sender.rollback();
			waiter.get();
		}
	}

	private static SectionRequest request(SessionView session) {
		return request(Objects.requireNonNull(session.backendStart()));
	}

	private static SectionRequest request(Instant backendStart) {
		return new SectionRequest(List.of(), Map.of("mode", "terminate", "backendStart", backendStart.toString()),
				false, ACTOR);
	}

	private @Nullable SessionView find(int pid) {
		Predicate<SessionView> meant = (session) -> session.pid() == pid;
		return this.sessions.all(1000).stream().filter(meant).findFirst().orElse(null);
	}

	private static int pid(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				var result = statement.executeQuery("select pg_backend_pid()")) {
			result.next();
			return result.getInt(1);
		}
	}

}
