package io.dbmonitor.testing;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Makes the databases of {@link PostgresTest}, all on one server a run.
 */
class PostgresExtension implements ParameterResolver, AfterAllCallback {

	private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace
		.create(PostgresExtension.class);

	private static final AtomicInteger counter = new AtomicInteger();

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == PostgresDatabase.class
				|| parameter.getParameter().getType() == PostgresServer.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		PostgresServer server = server(context);
		if (parameter.getParameter().getType() == PostgresServer.class) {
			return server;
		}
		return classStore(context).computeIfAbsent("database", (key) -> create(server), PostgresDatabase.class);
	}

	@Override
	public void afterAll(ExtensionContext context) throws SQLException {
		PostgresDatabase database = classStore(context).remove("database", PostgresDatabase.class);
		if (database != null) {
			String name = database.url().replaceAll(".*/([^/?]+).*", "$1");
			server(context).database("postgres").execute("drop database if exists " + name + " with (force)");
		}
	}

	private static PostgresServer server(ExtensionContext context) {
		return context.getRoot()
			.getStore(NAMESPACE)
			.computeIfAbsent("server", (key) -> PostgresServer.start(), PostgresServer.class);
	}

	private static ExtensionContext.Store classStore(ExtensionContext context) {
		return context
			.getStore(ExtensionContext.Namespace.create(PostgresExtension.class, context.getRequiredTestClass()));
	}

	private static PostgresDatabase create(PostgresServer server) {
		String name = "test_" + counter.incrementAndGet();
		try {
			server.database("postgres").execute("create database " + name);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The test database cannot be made", ex);
		}
		return server.database(name);
	}

}
