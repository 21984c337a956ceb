package io.dbmonitor.hibernate;

import java.sql.SQLException;

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
		AuditReplayTests.work(9, "jdbc", database.dataSourceProperties());
	}

}
