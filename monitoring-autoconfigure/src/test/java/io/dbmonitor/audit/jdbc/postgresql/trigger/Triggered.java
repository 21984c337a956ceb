package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.audit.jdbc.MemoApplication;
import io.dbmonitor.testing.PostgresDatabase;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application with triggers, which joins when it is told to.
 */
final class Triggered implements AutoCloseable {

	private static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, 0, 100_000);

	private final ConfigurableApplicationContext context;

	private int known;

	private Triggered(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static Triggered run(PostgresDatabase database, String... more) {
		List<String> properties = new ArrayList<>(List.of(database.dataSourceProperties()));
		properties.addAll(List.of("spring.jpa.hibernate.ddl-auto=update", "dbmonitor.audit.store=jdbc",
				"dbmonitor.audit.jdbc.initialize-schema=always", "dbmonitor.audit.triggers.enabled=true",
				"dbmonitor.audit.triggers.initialize-schema=always", "dbmonitor.audit.triggers.patience=0s"));
		properties.addAll(Arrays.asList(more));
		Triggered triggered = new Triggered(
				new SpringApplicationBuilder(MemoApplication.class).web(WebApplicationType.NONE)
					.properties(properties.toArray(String[]::new))
					.run());
		// Without patience, its own thread would join what is not told yet
		triggered.triggers().stop();
		return triggered;
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	AuditTriggers triggers() {
		return bean(AuditTriggers.class);
	}

	/** What was joined since the last time, the oldest first. */
	List<ChangeSet> next() {
		triggers().join();
		List<ChangeSet> all = new ArrayList<>(bean(ChangeSetStore.class).find(ALL));
		Collections.reverse(all);
		List<ChangeSet> added = all.subList(this.known, all.size());
		this.known = all.size();
		return added;
	}

	List<Change> nextChanges() {
		return next().stream().flatMap((changeSet) -> changeSet.changes().stream()).toList();
	}

	/** By Hibernate, without a transaction. */
	void insertStateless(String text) {
		try (StatelessSession session = bean(SessionFactory.class).openStatelessSession()) {
			session.insert(MemoApplication.memo(text));
		}
	}

	AuditedTable table(String name) {
		return triggers().tables().stream().filter((table) -> table.name().equals(name)).findFirst().orElseThrow();
	}

	@Override
	public void close() {
		this.context.close();
	}

}
