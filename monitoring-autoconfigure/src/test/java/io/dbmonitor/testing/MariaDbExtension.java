package io.dbmonitor.testing;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Makes the databases of {@link MariaDbTest}, all on one server a run, whose performance
 * schema is on.
 */
class MariaDbExtension implements ExecutionCondition, ParameterResolver, AfterAllCallback {

	private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace
		.create(MariaDbExtension.class);

	private static final AtomicInteger counter = new AtomicInteger();

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return MariaDbServer.isPresent() ? ConditionEvaluationResult.enabled("There is a MariaDB server")
				: ConditionEvaluationResult.disabled("There is no MariaDB server on this machine");
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == MariaDbDatabase.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		MariaDbServer server = server(context);
		return classStore(context).computeIfAbsent("database", (key) -> create(server), MariaDbDatabase.class);
	}

	@Override
	public void afterAll(ExtensionContext context) throws SQLException {
		MariaDbDatabase database = classStore(context).remove("database", MariaDbDatabase.class);
		if (database != null) {
			database.execute("drop database " + database.url().replaceAll(".*/", ""));
		}
	}

	private static MariaDbServer server(ExtensionContext context) {
		return context.getRoot()
			.getStore(NAMESPACE)
			.computeIfAbsent("server", (key) -> MariaDbServer.start("--performance-schema=ON",
					"--performance-schema-instrument=wait/lock/metadata/sql/mdl=ON"), MariaDbServer.class);
	}

	private static ExtensionContext.Store classStore(ExtensionContext context) {
		return context
			.getStore(ExtensionContext.Namespace.create(MariaDbExtension.class, context.getRequiredTestClass()));
	}

	private static MariaDbDatabase create(MariaDbServer server) {
		String name = "test_" + counter.incrementAndGet();
		try {
			server.database("mysql").execute("create database " + name);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The test database cannot be made", ex);
		}
		return server.database(name);
	}

}
