package io.dbmonitor.audit.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeContext;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A record is there as a whole or not at all, also for those who go on after a failure.
 */
class StandardChangeWriterTests {

	private final StandardChangeWriter writer = new StandardChangeWriter();

	private Connection connection;

	@BeforeEach
	void connect() throws SQLException {
		this.connection = DriverManager.getConnection("jdbc:h2:mem:");
		ScriptUtils.executeSqlScript(this.connection, new ClassPathResource("io/dbmonitor/audit/jdbc/schema-h2.sql"));
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("alter table dbmonitor_change add check (entity <> 'Bad')");
		}
	}

	@AfterEach
	void disconnect() throws SQLException {
		this.connection.close();
	}

	@Test
	void nothingIsLeftOfARecordThatFailedInAutoCommitMode() throws SQLException {
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> this.writer.write(changeSet("Good", "Bad"), 0, this.connection));
		assertThat(this.connection.getAutoCommit()).isTrue();
		assertThat(count("dbmonitor_change_set")).isZero();
		assertThat(count("dbmonitor_change")).isZero();
		this.writer.write(changeSet("Good", "Good"), 0, this.connection);
		assertThat(count("dbmonitor_change")).isEqualTo(2);
	}

	@Test
	void nothingIsLeftOfARecordThatFailedInATransactionThatIsCommittedNevertheless() throws SQLException {
		this.connection.setAutoCommit(false);
		this.writer.write(changeSet("Good"), 0, this.connection);
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> this.writer.write(changeSet("Good", "Bad"), 0, this.connection));
		this.connection.commit();
		assertThat(count("dbmonitor_change_set")).isOne();
		assertThat(count("dbmonitor_change")).isOne();
	}

	private int count(String table) throws SQLException {
		try (Statement statement = this.connection.createStatement();
				ResultSet row = statement.executeQuery("select count(*) from " + table)) {
			row.next();
			return row.getInt(1);
		}
	}

	private static ChangeSet changeSet(String... entities) {
		return new ChangeSet(UUID.randomUUID(), Instant.now(), ChangeContext.UNKNOWN,
				List.of(entities)
					.stream()
					.map((entity) -> new Change(entity, "1", ChangeOperation.CREATE, ChangeSource.ORM, Map.of()))
					.toList(),
				0);
	}

}
