package io.dbmonitor.hibernate;

import java.sql.SQLException;
import java.util.stream.Stream;

import io.dbmonitor.testing.MariaDbDatabase;
import io.dbmonitor.testing.MariaDbTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Replaying the history gives exactly the rows of a real MariaDB too.
 */
@MariaDbTest
@Tag("load")
class MariaDbReplayTests {

	@Test
	void onMariaDb(MariaDbDatabase database) throws SQLException {
		// A column of the model is called as a word of MariaDB's own
		AuditReplayTests.work(9, "jdbc",
				Stream
					.concat(Stream.of(database.dataSourceProperties()),
							Stream.of("spring.jpa.properties.hibernate.globally_quoted_identifiers=true"))
					.toArray(String[]::new));
	}

}
