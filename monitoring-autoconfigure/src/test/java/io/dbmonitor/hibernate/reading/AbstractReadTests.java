package io.dbmonitor.hibernate.reading;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.LongStream;

import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is a read, and what is none.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractReadTests {

	private static final int FOLDERS = 10_050;

	private static final AuditQuery READS = new AuditQuery(null, null, null, ChangeOperation.READ, null, null, 0, 1000);

	private final ConfigurableApplicationContext context;

	private final SessionFactory sessionFactory;

	private final EntityManager entityManager;

	private final TransactionTemplate transaction;

	private long before;

	private int setsBefore;

	AbstractReadTests(String... database) {
		this.context = new SpringApplicationBuilder(ReadingApplication.class).properties(database)
			.properties("spring.jpa.hibernate.ddl-auto=create", "dbmonitor.audit.reads[*]=1",
					"dbmonitor.audit.exclude=*Leaflet", "spring.jpa.properties.hibernate.jdbc.batch_size=100")
			.web(WebApplicationType.NONE)
			.run();
		this.sessionFactory = this.context.getBean(EntityManagerFactory.class).unwrap(SessionFactory.class);
		this.entityManager = this.context.getBean(EntityManager.class);
		this.transaction = new TransactionTemplate(this.context.getBean(PlatformTransactionManager.class));
	}

	@BeforeAll
	void fill() {
		this.sessionFactory.inTransaction((session) -> {
			session.persist(new Cabinet(1).with(new Folder(1)).with(new SealedFolder(2)).with(new Folder(3)));
			session.persist(new Cabinet(2));
			session.persist(new Diary(1));
			session.persist(new Leaflet(1));
		});
		this.sessionFactory.inStatelessTransaction(
				(session) -> LongStream.range(4, FOLDERS).forEach((id) -> session.insert(new Folder(id))));
	}

	@BeforeEach
	void count() {
		this.before = count(ChangeOperation.READ);
		this.setsBefore = sets().size();
	}

	@AfterEach
	void noFaults() {
		assertThat(this.context.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
	}

	@AfterAll
	void close() {
		this.context.close();
	}

	@Test
	void findingAnEntityIsARead() {
		inTransaction((entityManager) -> entityManager.find(Cabinet.class, 1L));
		assertThat(reads()).containsExactly("Cabinet 1");
		assertThat(count(ChangeOperation.READ)).isEqualTo(this.before + 1);
	}

	@Test
	void nothingThatIsThereAlreadyIsReadAgain() {
		inTransaction((entityManager) -> {
			entityManager.find(Cabinet.class, 1L);
			entityManager.find(Cabinet.class, 1L);
			entityManager.createQuery("from Cabinet where id = 1", Cabinet.class).getResultList();
		});
		assertThat(reads()).containsExactly("Cabinet 1");
	}

	@Test
	void theSameEntityIsReadOnceInATransaction() {
		inTransaction((entityManager) -> {
			for (int i = 0; i < 3; i++) {
				entityManager.find(Cabinet.class, 1L);
				entityManager.clear();
			}
			entityManager.refresh(entityManager.find(Cabinet.class, 1L));
		});
		inTransaction((entityManager) -> entityManager.find(Cabinet.class, 1L));
		assertThat(reads()).containsExactly("Cabinet 1", "Cabinet 1");
	}

	@Test
	void eachEntityOfAQueryIsReadUnderItsOwnName() {
		inTransaction((entityManager) -> entityManager
			.createQuery("select f from Folder f join fetch f.cabinet where f.id <= 2 order by f.id", Folder.class)
			.getResultList());
		assertThat(reads()).containsExactlyInAnyOrder("Folder 1", "SealedFolder 2", "Cabinet 1");
	}

	@Test
	void aNativeQueryForEntitiesReadsThem() {
		inTransaction((entityManager) -> entityManager.createNativeQuery("select * from cabinet", Cabinet.class)
			.getResultList());
		assertThat(reads()).containsExactlyInAnyOrder("Cabinet 1", "Cabinet 2");
	}

	@Test
	void projectionsAndCountsAreNoReads() {
		inTransaction((entityManager) -> {
			entityManager.createQuery("select f.title from Folder f where f.id < 3", String.class).getResultList();
			entityManager.createQuery("select count(f) from Folder f", Long.class).getSingleResult();
			entityManager.createNativeQuery("select label from cabinet").getResultList();
		});
		assertThat(reads()).isEmpty();
	}

	@Test
	void aProxyIsReadWhenItIsInitialised() {
		inTransaction((entityManager) -> {
			Cabinet reference = entityManager.getReference(Cabinet.class, 2L);
			assertThat(Hibernate.isInitialized(reference)).isFalse();
		});
		assertThat(reads()).isEmpty();
		inTransaction((entityManager) -> {
			Folder folder = entityManager.find(Folder.class, 3L);
			Hibernate.initialize(Objects.requireNonNull(folder.cabinet));
		});
		assertThat(reads()).containsExactly("Folder 3", "Cabinet 1");
	}

	@Test
	void aCollectionIsReadWhenItIsInitialised() {
		inTransaction((entityManager) -> assertThat(entityManager.find(Cabinet.class, 1L).folders).hasSize(3));
		assertThat(reads()).containsExactly("Cabinet 1", "Folder 1", "SealedFolder 2", "Folder 3");
	}

	@Test
	void mergingADetachedEntityReadsItsRow() {
		Cabinet detached = new Cabinet(2);
		detached.label = "label 2";
		inTransaction((entityManager) -> entityManager.merge(detached));
		assertThat(reads()).containsExactly("Cabinet 2");
	}

	@Test
	void whatIsReadAndRolledBackWasRead() {
		this.transaction.executeWithoutResult((status) -> {
			this.entityManager.find(Cabinet.class, 1L);
			status.setRollbackOnly();
		});
		assertThat(reads()).containsExactly("Cabinet 1");
	}

	@Test
	void readsAreHandedOnWhenASessionWithoutTransactionIsClosed() {
		try (EntityManager own = this.context.getBean(EntityManagerFactory.class).createEntityManager()) {
			own.find(Cabinet.class, 1L);
			own.find(Cabinet.class, 2L);
			assertThat(reads()).isEmpty();
		}
		assertThat(reads()).containsExactly("Cabinet 1", "Cabinet 2");
		this.entityManager.find(Folder.class, 1L);
		assertThat(reads()).contains("Folder 1");
	}

	@Test
	void aSessionThatIsForgottenIsNotKept() {
		WeakReference<Session> forgotten = new WeakReference<>(sessionThatHasRead());
		await().until(() -> {
			System.gc();
			return forgotten.get() == null;
		});
	}

	private Session sessionThatHasRead() {
		Session session = this.sessionFactory.openSession();
		session.find(Cabinet.class, 1L);
		return session;
	}

	@Test
	void whatWasReadBeforeATransactionIsNotOfIt() {
		try (EntityManager own = this.context.getBean(EntityManagerFactory.class).createEntityManager()) {
			own.find(Cabinet.class, 1L);
			own.getTransaction().begin();
			own.find(Cabinet.class, 2L);
			own.getTransaction().commit();
			own.find(Folder.class, 1L);
		}
		assertThat(newSets()).hasSize(3).allSatisfy((set) -> assertThat(set.changes()).hasSize(1));
	}

	@Test
	void readsKnowWhatTheyWereDoneFor() {
		TransactionTemplate named = new TransactionTemplate(this.context.getBean(PlatformTransactionManager.class));
		named.setName("Archive.search");
		named.executeWithoutResult((status) -> this.entityManager.find(Cabinet.class, 1L));
		assertThat(newSets()).singleElement().satisfies((set) -> {
			assertThat(set.context().transaction()).isEqualTo("Archive.search");
			assertThat(set.context().instance()).isNotNull();
			assertThat(set.changes()).singleElement().satisfies((read) -> assertThat(read.values()).isEmpty());
		});
	}

	@Test
	void whatIsChangedTooHasItsReadBesides() {
		long updates = count(ChangeOperation.UPDATE);
		inTransaction((entityManager) -> entityManager.find(Cabinet.class, 2L).label = "changed");
		assertThat(reads()).containsExactly("Cabinet 2");
		assertThat(count(ChangeOperation.UPDATE)).isEqualTo(updates + 1);
		inTransaction((entityManager) -> entityManager.find(Cabinet.class, 2L).label = "label 2");
	}

	@Test
	void whatIsNotAuditedIsNotReadAuditedEither() {
		inTransaction((entityManager) -> {
			entityManager.find(Diary.class, 1L);
			entityManager.find(Leaflet.class, 1L);
		});
		assertThat(reads()).isEmpty();
	}

	@Test
	void aStatelessSessionTellsOfNoReads() {
		this.sessionFactory.inStatelessTransaction((session) -> {
			session.get(Cabinet.class, 1L);
			session.createSelectionQuery("from Folder where id = 1", Folder.class).getResultList();
		});
		assertThat(reads()).isEmpty();
	}

	@Test
	void whatTheAuditReadsForItselfIsNoRead() {
		Cabinet detached = new Cabinet(2);
		detached.label = "other";
		this.sessionFactory.inStatelessTransaction((session) -> session.update(detached));
		detached.label = "label 2";
		this.sessionFactory.inStatelessTransaction((session) -> session.upsert(detached));
		assertThat(reads()).isEmpty();
	}

	@Test
	void aTransactionThatPagesThroughManyRowsKeepsTheFirst() {
		Faults faults = this.context.getBean(Faults.class);
		long overflowsBefore = faults.overflows(Feature.AUDIT);
		int pageSize = 1005;
		inTransaction((entityManager) -> {
			for (int page = 0; page < 10; page++) {
				assertThat(entityManager.createQuery("from Folder order by id", Folder.class)
					.setFirstResult(page * pageSize)
					.setMaxResults(pageSize)
					.getResultList()).isNotEmpty();
				entityManager.clear();
			}
		});
		assertThat(newSets()).singleElement().satisfies((set) -> {
			assertThat(set.changes()).hasSize(10_000);
			assertThat(set.omitted()).isEqualTo(FOLDERS - 1 - 10_000);
		});
		assertThat(faults.overflows(Feature.AUDIT)).isEqualTo(overflowsBefore + FOLDERS - 1 - 10_000);
	}

	@Test
	void aSessionWithoutTransactionThatReadsManyRowsKeepsAll() {
		try (EntityManager own = this.context.getBean(EntityManagerFactory.class).createEntityManager()) {
			own.createQuery("from Folder", Folder.class).getResultList();
		}
		assertThat(newSets()).hasSize(2);
		assertThat(count(ChangeOperation.READ)).isEqualTo(this.before + FOLDERS - 1);
	}

	private void inTransaction(Consumer<EntityManager> work) {
		this.transaction.executeWithoutResult((status) -> work.accept(this.entityManager));
	}

	private long count(ChangeOperation operation) {
		return this.context.getBean(AuditRecorder.class).count(operation, ChangeSource.ORM);
	}

	private List<String> reads() {
		return newSets().stream()
			.flatMap((set) -> set.changes().stream())
			.map((Change read) -> read.entity() + " " + read.id())
			.toList();
	}

	/** The oldest first. */
	private List<ChangeSet> newSets() {
		List<ChangeSet> newestFirst = sets();
		List<ChangeSet> oldestFirst = new ArrayList<>(newestFirst.subList(0, newestFirst.size() - this.setsBefore));
		Collections.reverse(oldestFirst);
		return oldestFirst;
	}

	private List<ChangeSet> sets() {
		return this.context.getBean(ChangeSetStore.class).find(READS);
	}

}
