package io.dbmonitor.hibernate.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.audit.CollectionChange;
import io.dbmonitor.audit.FieldChange;
import io.dbmonitor.audit.ValueChange;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Prevents;
import jakarta.persistence.EntityManager;
import org.hibernate.Hibernate;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What Hibernate's events do not tell, tell too early or tell wrongly, and what the audit
 * keeps all the same.
 */
@PostgresTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HibernateFactsTests {

	private final ConfigurableApplicationContext context;

	HibernateFactsTests(PostgresDatabase database) {
		this.context = new SpringApplicationBuilder(ModelApplication.class).properties(database.dataSourceProperties())
			.properties("spring.jpa.hibernate.ddl-auto=create", "spring.jpa.properties.hibernate.jdbc.batch_size=10",
					"dbmonitor.audit.memory.max-change-sets=100000")
			.web(WebApplicationType.NONE)
			.build()
			.run();
	}

	private int known;

	@BeforeAll
	void hasNoHistory() {
		assertThat(all()).isEmpty();
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@Test
	@Prevents("hibernate: ids of the database's are unknown before the insert")
	void anIdThatTheDatabaseMakesIsKnown() {
		Product product = create(new Product());
		assertThat(added()).extracting(Change::id).contains(String.valueOf(product.id));
	}

	@Test
	@Prevents("hibernate: a stateless session has no old state")
	void aStatelessUpdateKnowsWhatWasThere() {
		Rack rack = new Rack();
		rack.place = "left";
		create(rack);
		added();
		rack.place = "right";
		this.context.getBean(SessionFactory.class).inStatelessTransaction((session) -> session.update(rack));
		assertThat(only().values()).isEqualTo(Map.of("place", new ValueChange("left", "right")));
	}

	@Test
	@Prevents("hibernate: a detached entity comes back with a state of its own")
	void aMergedEntityKnowsWhatWasThere() {
		Category category = new Category();
		category.name = "old";
		create(category);
		added();
		category.name = "new";
		inTransaction((entityManager) -> entityManager.merge(category));
		assertThat(only().values()).containsEntry("name", new ValueChange("old", "new"));
	}

	@Test
	@Prevents("hibernate: to render an association can load it")
	void anAssociationIsKeptAsItsIdAndNotLoaded() {
		Category parent = create(new Category());
		Category child = create(new Category());
		added();
		inTransaction((entityManager) -> {
			Category reference = entityManager.getReference(Category.class, parent.id);
			entityManager.find(Category.class, child.id).parent = reference;
			entityManager.flush();
			assertThat(Hibernate.isInitialized(reference)).isFalse();
		});
		assertThat(only().values()).isEqualTo(Map.of("parent", new ValueChange(null, parent.id)));
	}

	@Test
	@Prevents("hibernate: state arrays and what is in them go on changing")
	void valuesAreThoseOfTheirMoment() {
		Product product = new Product();
		product.picture = new byte[] { 1 };
		create(product);
		added();
		inTransaction((entityManager) -> {
			Product managed = entityManager.find(Product.class, product.id);
			byte[] picture = Objects.requireNonNull(managed.picture);
			picture[0] = 2;
			entityManager.flush();
			picture[0] = 3;
		});
		assertThat(added()).extracting((change) -> change.values().get("picture"))
			.containsExactly(new ValueChange("AQ==", "Ag=="), new ValueChange("Ag==", "Aw=="));
	}

	@Test
	@Prevents("hibernate: no property is dirty where a collection alone has changed")
	void aCollectionAloneIsAChange() {
		Product product = create(new Product());
		Category category = create(new Category());
		added();
		inTransaction((entityManager) -> entityManager.find(Category.class, category.id).products
			.add(entityManager.find(Product.class, product.id)));
		assertThat(only().values()).isEqualTo(
				Map.<String, FieldChange>of("products", new CollectionChange(List.of(product.id), List.of(), false)));
	}

	@Test
	@Prevents("hibernate: with batching events come before statements, which fail later")
	void whatTheDatabaseRefusesLaterIsNotRecorded() {
		create(stock("north", 1));
		added();
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> inTransaction((entityManager) -> {
			entityManager.persist(stock("north", 2));
			entityManager.persist(stock("north", 1));
		}));
		assertThat(added()).isEmpty();
	}

	@Test
	@Prevents("hibernate: the old elements of a collection are gone behind the flush")
	void elementsThatWentAreKnown() {
		Product product = new Product();
		product.tags.add("red");
		product.tags.add("blue");
		create(product);
		added();
		inTransaction((entityManager) -> entityManager.find(Product.class, product.id).tags.remove("red"));
		assertThat(added()).map((change) -> change.values().get("tags"))
			.contains(new CollectionChange(List.of(), List.of("red"), false));
	}

	@Test
	@Prevents({ "hibernate: additions to a collection that is not loaded fire no event",
			"hibernate: collections of the inverse side fire false events" })
	void theSideThatKeepsAnAssociationTellsOfIt() {
		Purchase purchase = create(new Purchase());
		added();
		inTransaction((entityManager) -> {
			Purchase managed = entityManager.find(Purchase.class, purchase.id);
			managed.add(new PurchaseLine());
			assertThat(Hibernate.isInitialized(managed.lines)).isFalse();
		});
		Change change = only();
		assertThat(change.entity()).isEqualTo("PurchaseLine");
		assertThat(change.values()).containsEntry("purchase", new ValueChange(null, purchase.id));
	}

	@Test
	@Prevents("hibernate: a stateless session's collection events have no session")
	void aStatelessSessionTellsOfCollections() {
		Person person = new Employee();
		person.labels.add("new");
		this.context.getBean(SessionFactory.class).inStatelessTransaction((session) -> session.insert(person));
		assertThat(added()).map((change) -> change.values().get("labels"))
			.contains(new CollectionChange(List.of("new"), List.of(), false));
	}

	@Test
	@Prevents("hibernate: a soft delete is an update in SQL")
	void aSoftDeleteIsADelete() {
		Document document = new Document();
		document.title = "report";
		create(document);
		added();
		inTransaction((entityManager) -> entityManager.remove(entityManager.find(Document.class, document.id)));
		assertThat(only().operation()).isEqualTo(ChangeOperation.DELETE);
	}

	@Test
	@Prevents("hibernate: a joined entity is several rows")
	void aJoinedEntityIsOneChange() {
		Car car = new Car();
		car.name = "van";
		car.doors = 3;
		create(car);
		assertThat(only().values()).containsEntry("name", new ValueChange(null, "van"))
			.containsEntry("doors", new ValueChange(null, 3));
	}

	@Test
	@Prevents("hibernate: what was never loaded can be deleted")
	void aProxyThatIsDeletedIsRecordedWithWhatWasThere() {
		Category category = new Category();
		category.name = "gone";
		create(category);
		added();
		inTransaction((entityManager) -> entityManager.remove(entityManager.getReference(Category.class, category.id)));
		assertThat(added()).filteredOn((change) -> change.operation() == ChangeOperation.DELETE)
			.singleElement()
			.satisfies((change) -> assertThat(change.values()).containsEntry("name", new ValueChange("gone", null)));
	}

	@Test
	@Prevents("envers: changes of one transaction collapse")
	void whatCameAndWentInOneTransactionLeavesBoth() {
		inTransaction((entityManager) -> {
			Rack rack = new Rack();
			entityManager.persist(rack);
			entityManager.flush();
			rack.place = "left";
			entityManager.flush();
			entityManager.remove(rack);
		});
		assertThat(added()).extracting(Change::operation)
			.containsExactly(ChangeOperation.CREATE, ChangeOperation.UPDATE, ChangeOperation.DELETE);
	}

	private static Stock stock(String house, int shelf) {
		Stock stock = new Stock();
		Stock.Place place = new Stock.Place();
		place.house = house;
		place.shelf = shelf;
		stock.place = place;
		return stock;
	}

	private <T> T create(T entity) {
		inTransaction((entityManager) -> entityManager.persist(entity));
		return entity;
	}

	private void inTransaction(Consumer<EntityManager> work) {
		EntityManager entityManager = this.context.getBean(EntityManager.class);
		this.context.getBean(TransactionTemplate.class).executeWithoutResult((status) -> work.accept(entityManager));
	}

	private Change only() {
		List<Change> added = added();
		assertThat(added).hasSize(1);
		return added.get(0);
	}

	/** What is new since this was asked, the oldest first. */
	private List<Change> added() {
		List<ChangeSet> newestFirst = all();
		List<ChangeSet> added = newestFirst.subList(0, newestFirst.size() - this.known);
		this.known = newestFirst.size();
		List<Change> changes = new ArrayList<>();
		added.forEach((changeSet) -> changes.addAll(0, changeSet.changes()));
		return changes;
	}

	private List<ChangeSet> all() {
		return this.context.getBean(ChangeSetStore.class)
			.find(new AuditQuery(null, null, null, null, null, null, 0, Integer.MAX_VALUE));
	}

}
