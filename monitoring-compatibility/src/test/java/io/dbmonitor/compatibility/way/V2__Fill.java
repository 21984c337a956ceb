package io.dbmonitor.compatibility.way;

import java.sql.SQLException;
import java.sql.Statement;

import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/** A migration in Java. */
class V2__Fill extends BaseJavaMigration {

	/** Where it sends its statement from. */
	static volatile int line;

	@Override
	public void migrate(Context context) throws SQLException {
		try (Statement statement = context.getConnection().createStatement()) {
			line = Lines.next();
			statement.executeUpdate("insert into public.by_flyway values ('one')");
		}
	}

}
