package io.dbmonitor.hibernate.model;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.audit.FieldChange;
import io.dbmonitor.audit.ValueChange;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Prevents;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Increments of a version that a lock forces are recorded, whichever way it is taken.
 */
@PostgresTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForcedVersionTests {

	private static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, 0, 1000);

	private final ConfigurableApplicationContext context;

	private final SessionFactory sessionFactory;

	ForcedVersionTests(PostgresDatabase database) {
		this.context = new SpringApplicationBuilder(ModelApplication.class).properties(database.dataSourceProperties())
			.properties("spring.jpa.hibernate.ddl-auto=create", "spring.jpa.properties.hibernate.jdbc.batch_size=10")
			.web(WebApplicationType.NONE)
			.run();
		this.sessionFactory = this.context.getBean(SessionFactory.class);
	}

	@AfterEach
	void noFaults() {
		assertThat(this.context.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("locks")
	@Prevents("hibernate: a version that a lock forces is written with no event")
	void anIncrementIsRecorded(LockMode mode, Way way) {
		Product product = create();
		this.sessionFactory.inTransaction((session) -> way.lock(session, Objects.requireNonNull(product.id), mode));
		assertThat(version(product)).isEqualTo(1);
		assertThat(updates(product)).containsExactly(Map.of("version", new ValueChange(0, 1)));
	}

	@ParameterizedTest
	@EnumSource(names = { "PESSIMISTIC_FORCE_INCREMENT", "OPTIMISTIC_FORCE_INCREMENT" })
	@Prevents("hibernate: a lock that several are found again with is not taken")
	void whatHibernateDoesNotIncrementIsNotRecorded(LockMode mode) {
		Product product = create();
		this.sessionFactory.inTransaction((session) -> {
			session.find(Product.class, product.id);
			session.findMultiple(Product.class, List.of(product.id), mode);
			session.createSelectionQuery("from Product where id = ?1", Product.class)
				.setParameter(1, product.id)
				.setHibernateLockMode(mode)
				.getResultList();
		});
		assertThat(version(product)).isZero();
		assertThat(updates(product)).isEmpty();
	}

	static Stream<Arguments> locks() {
		return Stream.of(LockMode.PESSIMISTIC_FORCE_INCREMENT, LockMode.OPTIMISTIC_FORCE_INCREMENT)
			.flatMap((mode) -> Stream.of(Way.values()).map((way) -> Arguments.of(mode, way)));
	}

	@ParameterizedTest
	@EnumSource(names = { "PESSIMISTIC_FORCE_INCREMENT", "OPTIMISTIC_FORCE_INCREMENT" })
	void anIncrementIsRecordedBesideAnUpdate(LockModeType mode) {
		Product product = create();
		this.sessionFactory.inTransaction((session) -> {
			Product managed = session.find(Product.class, product.id, mode);
			managed.name = "new";
		});
		assertThat(version(product)).isEqualTo(2);
		assertThat(updates(product)).extracting((values) -> values.get("version"))
			.containsExactly(new ValueChange(0, 1), new ValueChange(1, 2));
		assertThat(updates(product)).filteredOn((values) -> values.containsKey("name")).hasSize(1);
	}

	@Test
	void whatIsRolledBackIsNot() {
		Product product = create();
		try (Session session = this.sessionFactory.openSession()) {
			session.beginTransaction();
			session.find(Product.class, product.id, LockModeType.PESSIMISTIC_FORCE_INCREMENT);
			session.getTransaction().rollback();
			session.clear();
			session.beginTransaction();
			session.find(Product.class, product.id, LockModeType.OPTIMISTIC_FORCE_INCREMENT);
			session.getTransaction().rollback();
		}
		assertThat(version(product)).isZero();
		assertThat(updates(product)).isEmpty();
	}

	@Test
	void aLockThatFailsIsNot() {
		Product product = create();
		assertThat(catchThrowable(() -> this.sessionFactory.inTransaction((session) -> {
			Product stale = session.find(Product.class, product.id);
			this.sessionFactory.inTransaction((other) -> other.find(Product.class, product.id).name = "other");
			session.lock(stale, LockMode.PESSIMISTIC_FORCE_INCREMENT);
		}))).isInstanceOf(PersistenceException.class);
		assertThat(version(product)).isEqualTo(1);
		assertThat(updates(product)).hasSize(1);
	}

	private Product create() {
		return this.sessionFactory.fromTransaction((session) -> {
			Product product = new Product();
			session.persist(product);
			return product;
		});
	}

	private int version(Product product) {
		return this.sessionFactory.fromTransaction((session) -> session.find(Product.class, product.id).version);
	}

	/** The oldest first. */
	private List<Map<String, FieldChange>> updates(Product product) {
		List<ChangeSet> changeSets = this.context.getBean(ChangeSetStore.class).find(ALL);
		return IntStream.rangeClosed(1, changeSets.size())
			.mapToObj((back) -> changeSets.get(changeSets.size() - back))
			.flatMap((changeSet) -> changeSet.changes().stream())
			.filter((change) -> change.entity().equals("Product") && change.id().equals(String.valueOf(product.id)))
			.map(Change::values)
			.skip(1)
			.toList();
	}

	/** How a lock can be taken. */
	enum Way {

		/** What is managed. */
		LOCK {

			@Override
			void lock(Session session, long id, LockMode mode) {
				session.lock(session.find(Product.class, id), mode);
			}

		},

		/** A proxy that is not loaded. */
		LOCK_REFERENCE {

			@Override
			void lock(Session session, long id, LockMode mode) {
				session.lock(session.getReference(Product.class, id), mode);
			}

		},

		/** What is loaded for it. */
		FIND {

			@Override
			void lock(Session session, long id, LockMode mode) {
				session.find(Product.class, id, mode);
			}

		},

		/** What was managed before. */
		FIND_AGAIN {

			@Override
			void lock(Session session, long id, LockMode mode) {
				session.find(Product.class, id);
				session.find(Product.class, id, mode);
			}

		},

		/** What a proxy was there for. */
		FIND_REFERENCE {

			@Override
			void lock(Session session, long id, LockMode mode) {
				session.getReference(Product.class, id);
				session.find(Product.class, id, mode);
			}

		},

		/** What is read again. */
		REFRESH {

			@Override
			void lock(Session session, long id, LockMode mode) {
				session.refresh(session.find(Product.class, id), mode);
			}

		},

		/** What a query finds. */
		QUERY {

			@Override
			void lock(Session session, long id, LockMode mode) {
				session.createSelectionQuery("from Product where id = ?1", Product.class)
					.setParameter(1, id)
					.setHibernateLockMode(mode)
					.getResultList();
			}

		},

		/** Several at once. */
		FIND_MULTIPLE {

			@Override
			void lock(Session session, long id, LockMode mode) {
				session.findMultiple(Product.class, List.of(id), mode);
			}

		};

		abstract void lock(Session session, long id, LockMode mode);

	}

}
