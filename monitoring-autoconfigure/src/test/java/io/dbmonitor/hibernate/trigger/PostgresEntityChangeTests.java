package io.dbmonitor.hibernate.trigger;

import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;

/** On PostgreSQL. */
@PostgresTest
class PostgresEntityChangeTests extends AbstractEntityChangeTests {

	PostgresEntityChangeTests(PostgresDatabase database) {
		super(database.dataSourceProperties());
	}

}
