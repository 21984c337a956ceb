package io.dbmonitor.hibernate.collection;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.dbmonitor.audit.AuditHistory;
import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.audit.CollectionChange;
import io.dbmonitor.audit.CollectionEntry;
import io.dbmonitor.audit.jdbc.postgresql.trigger.AuditTriggers;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What triggers record of the tables of collections, and of join columns, are changes of
 * the entity whose collections they are.
 */
@PostgresTest
class CollectionRowTests {

	@Test
	void rowsAreElements(PostgresDatabase database) throws SQLException {
		try (Application app = new Application(database)) {
			database.execute("insert into chest (id, dtype) values (1, 'Chest'), (2, 'IronChest')");
			assertThat(app.next()).containsExactly("Chest 1 CREATE {}", "IronChest 2 CREATE {}");
			database.execute("insert into chest_names (chest, names) values (1, 'a'), (1, 'b'), (2, 'c')");
			assertThat(app.next()).containsExactly("Chest 1 UPDATE names +[a, b]", "IronChest 2 UPDATE names +[c]");
			database.execute("update chest_names set names = upper(names) where chest = 1");
			assertThat(app.next()).containsExactly("Chest 1 UPDATE names +[A, B] -[a, b]");
			database.execute("update chest_names set chest = 2 where names = 'A'");
			assertThat(app.next()).containsExactlyInAnyOrder("Chest 1 UPDATE names -[A]",
					"IronChest 2 UPDATE names +[A]");
			database.execute("insert into chest_drawers (chest_id, \"Place\", label, depth) values (1, 10, 'top', 3), "
					+ "(1, 11, null, 4)");
			assertThat(app.next()).containsExactly("Chest 1 UPDATE drawers +[0={depth=3, label=top}, 1={depth=4}]");
			database.execute("insert into chest_materials (chest_id, materials) values (1, 'OAK')");
			assertThat(app.next()).containsExactly("Chest 1 UPDATE materials +[OAK]");
		}
	}

	@Test
	void associationsAreTheirIds(PostgresDatabase database) throws SQLException {
		try (Application app = new Application(database)) {
			database.execute("insert into chest (id, dtype) values (1, 'Chest'), (2, 'IronChest')");
			database.execute(
					"insert into coin (city, number, stamp, chest_id, coins_order) values ('Ghent', 1, 's', 1, 0)");
			database.execute("insert into coin (city, number) values ('Ghent', 2)");
			app.next();
			database.execute("update coin set chest_id = 2, stamp = 't'");
			assertThat(app.next()).containsExactlyInAnyOrder("Coin Ghent,1 UPDATE {stamp}",
					"Coin Ghent,2 UPDATE {stamp}", "Chest 1 UPDATE coins -[0=Ghent,1]",
					"IronChest 2 UPDATE coins +[0=Ghent,1]");
			database.execute("update coin set coins_order = 1 where number = 2");
			assertThat(app.next()).containsExactly("IronChest 2 UPDATE coins +[1=Ghent,2]");
			database.execute("insert into chest_by_owner (chest_id, owner_city, owner_number, by_owner_city, "
					+ "by_owner_number) values (1, 'Ghent', 1, 'Ghent', 2)");
			assertThat(app.next()).containsExactly("Chest 1 UPDATE byOwner +[Ghent,1=Ghent,2]");
			database.execute("delete from coin where number = 1 and false; delete from chest_by_owner");
			assertThat(app.next()).containsExactly("Chest 1 UPDATE byOwner -[Ghent,1=Ghent,2]");
		}
	}

	@Test
	void whatIsSensitiveIsNotKept(PostgresDatabase database) throws SQLException {
		try (Application app = new Application(database)) {
			database.execute("insert into chest (id, dtype) values (1, 'Chest')");
			app.next();
			database.execute("insert into chest_secrets (chest_id, secrets) values (1, 'hidden')");
			assertThat(app.next()).containsExactly("Chest 1 UPDATE secrets +[******]");
			database.execute("insert into chest_scribbles (chest_id, scribbles) values (1, 'doodle')");
			assertThat(app.next()).isEmpty();
			assertThat(database
				.number("select count(*) from dbmonitor_change where field_changes::text ~ 'hidden|doodle'")).isZero();
			assertThat(database.number("select count(*) from dbmonitor_row")).isZero();
		}
	}

	@Test
	void elementsOfAHierarchyWithATableForEachClass(PostgresDatabase database) throws SQLException {
		try (Application app = new Application(database)) {
			database.execute("insert into chest (id, dtype) values (1, 'Chest')");
			database.execute("insert into ruby (id, jewels_of) values (1, 1); insert into pearl (id) values (2)");
			app.next();
			database.execute("update ruby set jewels_of = null; update pearl set jewels_of = 1");
			assertThat(app.next()).containsExactly("Chest 1 UPDATE jewels -[1]", "Chest 1 UPDATE jewels +[2]");
		}
	}

	@Test
	void whoIsExcludedIsNotRecorded(PostgresDatabase database) throws SQLException {
		try (Application app = new Application(database, "dbmonitor.audit.exclude=IronChest")) {
			database.execute("insert into chest (id, dtype) values (1, 'Chest'), (2, 'IronChest')");
			database.execute("insert into chest_names (chest, names) values (1, 'a'), (2, 'b')");
			assertThat(app.next()).containsExactly("Chest 1 CREATE {}", "Chest 1 UPDATE names +[a]");
		}
	}

	@Test
	void arraysOfPrimitives(PostgresDatabase database) throws SQLException {
		try (Application app = new Application(database)) {
			app.inTransaction((entityManager) -> {
				Chest chest = new Chest();
				chest.id = 1;
				chest.marks = new int[] { 7, 8 };
				entityManager.persist(chest);
			});
			app.next();
			app.inTransaction((entityManager) -> entityManager.find(Chest.class, 1).marks[1] = 9);
			assertThat(app.next()).containsExactly("Chest 1 UPDATE marks +[1=9] -[1=8]");
			database.execute("update chest_marks set marks = 10 where marks_order = 0");
			assertThat(app.next()).containsExactly("Chest 1 UPDATE marks +[0=10] -[0=7]");
		}
	}

	/**
	 * The key of a map stands in the table of the elements; of a restricted collection
	 * only some rows are elements.
	 */
	@Test
	void whatCannotBeReadIsSaid(PostgresDatabase database) {
		try (Application app = new Application(database)) {
			assertThat(app.triggers().unseen()).containsExactly("Chest.byStamp", "Chest.stamped");
		}
	}

	@Test
	void anEmptiedTableEmptiesAllCollections(PostgresDatabase database) throws SQLException {
		try (Application app = new Application(database)) {
			database.execute("insert into chest (id, dtype) values (1, 'Chest')");
			database.execute("insert into chest_names (chest, names) values (1, 'a')");
			app.next();
			database.execute("truncate chest_names");
			assertThat(app.next()).containsExactly("Chest * UPDATE names cleared");
			assertThat(app.history().at("Chest", "1", Instant.now()).orElseThrow().complete()).isFalse();
		}
	}

	/** The text of a statement does not tell that the table was emptied. */
	@Test
	void aTableThatTheApplicationEmptiesIsNotTakenForWhatElseItDoes(PostgresDatabase database) throws SQLException {
		try (Application app = new Application(database)) {
			database.execute("create function clean() returns void language sql as $$ truncate chest_names $$");
			database.execute("insert into chest (id, dtype) values (1, 'Chest')");
			app.next();
			app.inTransaction((entityManager) -> {
				entityManager.createNativeQuery("delete from chest_names where names = 'a'").executeUpdate();
				entityManager.createNativeQuery("insert into chest_names (chest, names) values (1, 'b')")
					.executeUpdate();
				entityManager.createNativeQuery("select clean()").getResultList();
			});
			assertThat(app.next()).containsExactly("Chest * UPDATE {}", "Chest 1 UPDATE names +[b]",
					"Chest * UPDATE names cleared");
			app.inTransaction((entityManager) -> {
				entityManager.createNativeQuery("truncate chest_names").executeUpdate();
				entityManager.createNativeQuery("insert into chest_names (chest, names) values (1, 'c')")
					.executeUpdate();
			});
			assertThat(app.next()).containsExactly("Chest * UPDATE {}", "Chest * UPDATE names cleared",
					"Chest * UPDATE {}", "Chest 1 UPDATE names +[c]");
		}
	}

	@Test
	void elementsGoWithTheirOwner(PostgresDatabase database) throws SQLException {
		try (Application app = new Application(database)) {
			database.execute("insert into chest (id, dtype) values (1, 'IronChest')");
			database.execute("insert into chest_names (chest, names) values (1, 'a')");
			app.next();
			database.execute("delete from chest where id = 1");
			assertThat(app.next()).containsExactlyInAnyOrder("IronChest 1 DELETE {}", "IronChest 1 UPDATE names -[a]");
			assertThat(app.history().at("IronChest", "1", Instant.now())).isEmpty();
		}
	}

	/** Neither its row nor its history tells which class it was. */
	@Test
	void whatComesAndGoesInOneTransactionIsOfTheSameClass(PostgresDatabase database) throws SQLException {
		try (Application app = new Application(database)) {
			database.execute("begin; insert into chest (id, dtype) values (1, 'IronChest');"
					+ " insert into chest_names (chest, names) values (1, 'a'); delete from chest_names;"
					+ " delete from chest; commit");
			assertThat(app.next()).isNotEmpty().allMatch((change) -> change.startsWith("IronChest 1 "));
		}
	}

	@Test
	void whatTheMapperToldIsThereOnce(PostgresDatabase database) throws SQLException {
		try (Application app = new Application(database)) {
			app.inTransaction((entityManager) -> {
				IronChest chest = new IronChest();
				chest.id = 1;
				chest.names.addAll(Set.of("a", "b"));
				entityManager.persist(chest);
				entityManager.flush();
				entityManager.createNativeQuery("update chest_names set names = 'c' where names = 'b'").executeUpdate();
				entityManager.refresh(chest);
				chest.names.remove("c");
			});
			assertThat(app.history().at("IronChest", "1", Instant.now()).orElseThrow().values()).containsEntry("names",
					List.of("a"));
			List<String> changes = app.next();
			assertThat(changes).filteredOn((change) -> change.contains("names"))
				.containsExactly("IronChest 1 UPDATE names +[c]", "IronChest 1 UPDATE names +[a, b]",
						"IronChest 1 UPDATE names -[c]", "IronChest 1 UPDATE names -[b]");
			assertThat(app.triggers().bypassed()).isZero();
		}
	}

	/** An application, and what is new in its history. */
	private static final class Application implements AutoCloseable {

		private static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, 0, 10_000);

		private final ConfigurableApplicationContext context;

		private final Set<UUID> known = new HashSet<>();

		Application(PostgresDatabase database, String... more) {
			String[] properties = Stream
				.of(Stream.of(database.dataSourceProperties()), Stream.of(more), Stream.of(
						"spring.jpa.hibernate.ddl-auto=create", "dbmonitor.audit.store=jdbc",
						"dbmonitor.audit.jdbc.initialize-schema=always", "dbmonitor.audit.triggers.enabled=true",
						"dbmonitor.audit.triggers.initialize-schema=always", "dbmonitor.audit.triggers.patience=0s"))
				.flatMap((some) -> some)
				.toArray(String[]::new);
			this.context = new SpringApplicationBuilder(ChestApplication.class).web(WebApplicationType.NONE)
				.properties(properties)
				.run();
			// Without patience, its own thread would join what is not told yet
			triggers().stop();
		}

		AuditTriggers triggers() {
			return this.context.getBean(AuditTriggers.class);
		}

		AuditHistory history() {
			triggers().join();
			return this.context.getBean(AuditHistory.class);
		}

		void inTransaction(Consumer<EntityManager> work) {
			EntityManager entityManager = SharedEntityManagerCreator
				.createSharedEntityManager(this.context.getBean(EntityManagerFactory.class));
			new TransactionTemplate(this.context.getBean(PlatformTransactionManager.class))
				.executeWithoutResult((status) -> work.accept(entityManager));
		}

		/** What is new, in order. */
		List<String> next() {
			triggers().join();
			assertThat(this.context.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
			List<ChangeSet> added = new ArrayList<>(this.context.getBean(ChangeSetStore.class)
				.find(ALL)
				.stream()
				.filter((changeSet) -> this.known.add(changeSet.id()))
				.toList());
			Collections.reverse(added);
			return added.stream().flatMap((changeSet) -> changeSet.changes().stream()).map(Application::text).toList();
		}

		private static String text(Change change) {
			StringBuilder text = new StringBuilder(
					change.entity() + " " + change.id() + " " + change.operation() + " ");
			if (change.values().values().stream().noneMatch(CollectionChange.class::isInstance)) {
				return text.append("{").append(String.join(", ", change.values().keySet())).append("}").toString();
			}
			change.values().forEach((field, value) -> {
				CollectionChange collection = (CollectionChange) value;
				text.append(field)
					.append(text(" +", collection.added()))
					.append(text(" -", collection.removed()))
					.append(collection.cleared() ? " cleared" : "");
			});
			return text.toString();
		}

		private static String text(String sign, List<Object> elements) {
			return elements.isEmpty() ? "" : sign + elements.stream().map(Application::element).toList();
		}

		private static Object element(Object element) {
			return (element instanceof CollectionEntry entry) ? entry.key() + "=" + entry.value() : element;
		}

		@Override
		public void close() {
			this.context.close();
		}

	}

}
