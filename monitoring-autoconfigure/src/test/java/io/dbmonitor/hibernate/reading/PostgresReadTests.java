package io.dbmonitor.hibernate.reading;

import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;

/** On PostgreSQL. */
@PostgresTest
class PostgresReadTests extends AbstractReadTests {

	PostgresReadTests(PostgresDatabase database) {
		super(database.dataSourceProperties());
	}

}
