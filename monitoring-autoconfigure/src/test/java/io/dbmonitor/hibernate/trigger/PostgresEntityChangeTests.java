package io.dbmonitor.hibernate.trigger;

import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import org.junit.jupiter.api.Nested;

/** On PostgreSQL. */
@PostgresTest
class PostgresEntityChangeTests {

	@Nested
	class BeforeChange extends AbstractBeforeChangeTests {

		BeforeChange(PostgresDatabase database) {
			super(database.dataSourceProperties());
		}

	}

	@Nested
	class Veto extends AbstractVetoTests {

		Veto(PostgresDatabase database) {
			super(database.dataSourceProperties());
		}

	}

	@Nested
	class AfterChange extends AbstractAfterChangeTests {

		AfterChange(PostgresDatabase database) {
			super(database.dataSourceProperties());
		}

	}

	@Nested
	class HeardChange extends AbstractHeardChangeTests {

		HeardChange(PostgresDatabase database) {
			super(database.dataSourceProperties());
		}

	}

	@Nested
	class StatelessChange extends AbstractStatelessChangeTests {

		StatelessChange(PostgresDatabase database) {
			super(database.dataSourceProperties());
		}

	}

}
