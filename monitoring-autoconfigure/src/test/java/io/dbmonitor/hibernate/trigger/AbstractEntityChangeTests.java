package io.dbmonitor.hibernate.trigger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.audit.ValueChange;
import io.dbmonitor.audit.event.AfterEntityChange;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.FlushModeType;
import org.hibernate.FlushMode;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What listeners to changes of entities hear and may do, in each phase.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class AbstractEntityChangeTests {

	private static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, 0, 1000);

	private final ConfigurableApplicationContext context;

	private final Triggers triggers;

	private final EntityManager entityManager;

	private final SessionFactory sessionFactory;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	private final List<String> heard = new ArrayList<>();

	private int changeSetsBefore;

	private @Nullable StatelessSession stateless;

	AbstractEntityChangeTests(String... database) {
		this.context = new SpringApplicationBuilder(Triggers.class).properties(database)
			.properties("spring.jpa.hibernate.ddl-auto=create", "spring.jpa.properties.hibernate.jdbc.batch_size=10",
					"dbmonitor.audit.memory.max-change-sets=10000")
			.web(WebApplicationType.NONE)
			.run();
		this.triggers = this.context.getBean(Triggers.class);
		this.entityManager = SharedEntityManagerCreator
			.createSharedEntityManager(this.context.getBean(EntityManagerFactory.class));
		this.sessionFactory = this.context.getBean(SessionFactory.class);
		this.jdbc = this.context.getBean(JdbcTemplate.class);
		this.transaction = new TransactionTemplate(this.context.getBean(PlatformTransactionManager.class));
	}

	@BeforeEach
	void startAnew() {
		this.triggers.reset();
		this.jdbc.update("delete from logged_parcel");
		this.jdbc.update("delete from crate");
		this.jdbc.update("delete from parcel_labels");
		this.jdbc.update("delete from parcel");
		this.jdbc.update("delete from depot");
		this.jdbc.update("delete from ticket");
		this.heard.clear();
		this.changeSetsBefore = changeSets().size();
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
	void whatIsSetBeforeAnInsertReachesTheRowAndTheAudit() {
		this.triggers.beforeParcel = (event) -> {
			event.entity().note = "set";
			event.entity().origin = "here";
			Objects.requireNonNull(event.entity().size).height = 7;
			event.entity().labels.add("new");
		};
		Parcel parcel = persist(new Parcel("a"));
		assertThat(row(parcel)).containsEntry("note", "set").containsEntry("origin", "here").containsEntry("height", 7);
		assertThat(labels(parcel)).containsExactly("new");
		assertThat(changes()).filteredOn((change) -> change.operation() == ChangeOperation.CREATE)
			.singleElement()
			.satisfies((change) -> assertThat(change.values()).containsEntry("note", new ValueChange(null, "set"))
				.containsEntry("size.height", new ValueChange(null, 7)));
	}

	@Test
	void whatIsSetBeforeAnUpdateReachesTheRowAndTheAudit() {
		Parcel parcel = persist(new Parcel("a"));
		this.triggers.beforeParcel = (event) -> {
			event.entity().note = "set";
			Objects.requireNonNull(event.entity().size).height = 7;
			event.entity().version = 42;
		};
		edit(parcel, (managed) -> managed.name = "b");
		assertThat(row(parcel)).containsEntry("name", "b")
			.containsEntry("note", "set")
			.containsEntry("height", 7)
			.containsEntry("version", 1);
		assertThat(changes()).last()
			.satisfies((change) -> assertThat(change.values()).containsEntry("name", new ValueChange("a", "b"))
				.containsEntry("note", new ValueChange(null, "set"))
				.containsEntry("size.height", new ValueChange(0, 7)));
		assertThat(changes()).hasSize(2);
	}

	@Test
	void aFieldThatIsNeverUpdatedStays() {
		Parcel parcel = persist(new Parcel("a"));
		this.triggers.beforeParcel = (event) -> event.entity().origin = "there";
		edit(parcel, (managed) -> managed.name = "b");
		assertThat(row(parcel)).containsEntry("origin", null);
		assertThat(changes().get(1).values()).doesNotContainKey("origin");
	}

	@Test
	void anEventTellsWhatChanges() {
		this.triggers.beforeParcel = (event) -> this.heard.add("before "
				+ describe(event.operation(), event.changedFields(), event.oldValue("name"), event.newValue("name")));
		this.triggers.afterParcel = (event) -> this.heard.add("after "
				+ describe(event.operation(), event.changedFields(), event.oldValue("name"), event.newValue("name"))
				+ (event.id().equals(event.entity().id) ? "" : " with another id"));
		Parcel parcel = persist(new Parcel("a"));
		edit(parcel, (managed) -> managed.name = "b");
		edit(parcel, (managed) -> managed.labels.add("x"));
		this.transaction.executeWithoutResult((status) -> this.entityManager.remove(managed(parcel)));
		assertThat(this.heard).containsExactly("before CREATE [] null a", "after CREATE [] null a",
				"before UPDATE [name] a b", "after UPDATE [name] a b", "before UPDATE [] b b", "after UPDATE [] b b",
				"before DELETE [] b null", "after DELETE [] b null");
	}

	@Test
	void anEventHasNoFieldsButThoseThatItTellsOf() {
		this.triggers.beforeParcel = (event) -> {
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> event.oldValue("labels"));
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> event.newValue("other"))
				.withMessageContaining("Parcel has no field 'other'");
			this.heard.add("asked");
		};
		persist(new Parcel("a"));
		assertThat(this.heard).containsExactly("asked");
	}

	@Test
	void aVetoLeavesNothing() {
		this.triggers.beforeParcel = (event) -> refuse();
		this.triggers.afterParcel = (event) -> this.heard.add("after");
		this.triggers.committedParcel = (event) -> this.heard.add("committed");
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> this.transaction.executeWithoutResult((status) -> {
				this.entityManager.persist(new Depot("d"));
				this.entityManager.persist(new Parcel("a"));
				this.entityManager.flush();
			}));
		assertThat(catchThrowable(() -> persist(new Parcel("a")))).hasRootCauseInstanceOf(RefusedException.class);
		assertThat(count("parcel") + count("depot")).isZero();
		assertThat(changes()).isEmpty();
		assertThat(this.heard).isEmpty();
	}

	@Test
	void aVetoOfADeletionAndOfAnUpdateLeavesTheRow() {
		Parcel parcel = persist(new Parcel("a"));
		this.triggers.beforeParcel = (event) -> refuse();
		assertThat(catchThrowable(() -> edit(parcel, (managed) -> managed.name = "b")))
			.hasRootCauseInstanceOf(RefusedException.class);
		assertThat(catchThrowable(
				() -> this.transaction.executeWithoutResult((status) -> this.entityManager.remove(managed(parcel)))))
			.hasRootCauseInstanceOf(RefusedException.class);
		assertThat(row(parcel)).containsEntry("name", "a");
		assertThat(changes()).hasSize(1);
	}

	@Test
	void aVetoThatIsCaughtRollsBackAllTheSame() {
		this.triggers.beforeParcel = (event) -> refuse();
		assertThat(catchThrowable(() -> this.transaction.executeWithoutResult((status) -> {
			this.entityManager.persist(new Depot("d"));
			this.entityManager.persist(new Parcel("a"));
			assertThatExceptionOfType(RefusedException.class).isThrownBy(this.entityManager::flush);
		}))).isNotNull();
		assertThat(count("depot")).isZero();
	}

	@Test
	void aFieldThatADynamicUpdateLeavesOutCannotBeSet() {
		this.triggers.beforeTicket = (event) -> event.entity().note = event.operation().name();
		this.transaction.executeWithoutResult((status) -> this.entityManager.persist(new Ticket(1, "a")));
		assertThat(this.jdbc.queryForObject("select note from ticket", String.class)).isEqualTo("CREATE");
		assertThat(catchThrowable(() -> this.transaction
			.executeWithoutResult((status) -> this.entityManager.find(Ticket.class, 1).title = "b"))).rootCause()
			.isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("Ticket.note")
			.hasMessageContaining("@DynamicUpdate");
		assertThat(this.jdbc.queryForObject("select title from ticket", String.class)).isEqualTo("a");
	}

	@Test
	void aFieldThatADynamicUpdateWritesCanBeSet() {
		this.transaction.executeWithoutResult((status) -> this.entityManager.persist(new Ticket(1, "a")));
		this.triggers.beforeTicket = (event) -> event.entity().title = "c";
		this.transaction.executeWithoutResult((status) -> this.entityManager.find(Ticket.class, 1).title = "b");
		assertThat(this.jdbc.queryForObject("select title from ticket", String.class)).isEqualTo("c");
	}

	@Test
	void whatTheUpdateDoesNotWriteIsWrittenByTheNext() {
		Crate crate = persist(new Crate("a", "oak"));
		this.triggers.beforeCrate = (event) -> event.entity().wood = "elm";
		edit(crate, (managed) -> managed.name = "b");
		assertThat(this.jdbc.queryForObject("select wood from crate", String.class)).isEqualTo("elm");
		this.triggers.reset();
		this.triggers.beforeParcel = (event) -> event.entity().note = "set";
		edit(crate, (managed) -> managed.labels.add("x"));
		assertThat(row(crate)).containsEntry("note", "set");
		assertThat(changes())
			.anySatisfy((change) -> assertThat(change.values()).containsEntry("wood", new ValueChange("oak", "elm")))
			.anySatisfy((change) -> assertThat(change.values()).containsEntry("note", new ValueChange(null, "set")));
	}

	@Test
	void whatIsChangedElsewhereBeforeAWriteIsFlushedToo() {
		Depot depot = persist(new Depot("d"));
		this.triggers.beforeParcel = (event) -> {
			((Depot) Hibernate.unproxy(Objects.requireNonNull(event.entity().depot))).parcels++;
			event.entity().labels.add("counted");
		};
		Parcel parcel = persistAt(depot, "a");
		assertThat(this.jdbc.queryForObject("select parcels from depot", Integer.class)).isEqualTo(1);
		this.triggers.beforeParcel = (event) -> event.entity().labels.add("edited");
		edit(parcel, (managed) -> managed.name = "b");
		assertThat(labels(parcel)).containsExactlyInAnyOrder("counted", "edited");
	}

	@Test
	void aLogTableIsFilledByJdbc() {
		this.triggers.afterParcel = (event) -> this.jdbc.update(
				"insert into logged_parcel (id, parcel_id, text) values (?, ?, ?)", event.id(), event.id(),
				event.entity().name);
		this.transaction.executeWithoutResult((status) -> IntStream.range(0, 25)
			.forEach((number) -> this.entityManager.persist(new Parcel("p" + number))));
		assertThat(count("logged_parcel join parcel on parcel.id = parcel_id and name = text")).isEqualTo(25);
	}

	@Test
	void aLogTableIsFilledByTheEntityManager() {
		this.triggers.afterParcel = (event) -> this.entityManager
			.persist(new LoggedParcel(event.entity(), event.operation().name()));
		this.transaction.executeWithoutResult((status) -> {
			IntStream.range(0, 25).forEach((number) -> this.entityManager.persist(new Parcel("p" + number)));
			assertThat(this.entityManager.createQuery("select count(p) from Parcel p", Long.class).getSingleResult())
				.isEqualTo(25);
			assertThat(count("logged_parcel")).isEqualTo(25);
		});
		assertThat(count("logged_parcel join parcel on parcel.id = parcel_id and text = 'CREATE'")).isEqualTo(25);
		assertThat(changes()).filteredOn((change) -> change.entity().equals("LoggedParcel")).hasSize(25);
	}

	@Test
	void whatIsChangedAfterAWriteIsFlushedAndToldInTurn() {
		this.triggers.afterParcel = (event) -> {
			this.heard.add(event.operation() + " " + event.changedFields());
			if (event.entity().weight < 2) {
				event.entity().weight++;
				// As a repository's saveAndFlush would
				this.entityManager.flush();
			}
		};
		Parcel parcel = persist(new Parcel("a"));
		assertThat(row(parcel)).containsEntry("weight", 2);
		assertThat(this.heard).containsExactly("CREATE []", "UPDATE [weight]", "UPDATE [weight]");
	}

	@Test
	void aCircleEndsWithAClearError() {
		this.triggers.afterParcel = (event) -> event.entity().weight++;
		assertThat(catchThrowable(() -> persist(new Parcel("a")))).rootCause()
			.isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("listeners change what they hear of");
		assertThat(count("parcel")).isZero();
	}

	@Test
	void whatFailsAfterAWriteRollsBack() {
		this.triggers.afterParcel = (event) -> refuse();
		this.triggers.committedParcel = (event) -> this.heard.add("committed");
		assertThat(catchThrowable(() -> persist(new Parcel("a")))).hasRootCauseInstanceOf(RefusedException.class);
		assertThat(count("parcel")).isZero();
		assertThat(changes()).isEmpty();
		assertThat(this.heard).isEmpty();
	}

	@Test
	void afterTheCommitOnlyWhatWasCommittedIsHeard() {
		this.triggers.committedParcel = (event) -> this.heard.add("committed " + event.entity().name);
		persist(new Parcel("a"));
		this.transaction.executeWithoutResult((status) -> {
			this.entityManager.persist(new Parcel("b"));
			this.entityManager.flush();
			status.setRollbackOnly();
		});
		assertThat(this.heard).containsExactly("committed a");
	}

	@Test
	void whatFailedToBeWrittenIsNotHeard() {
		this.triggers.afterParcel = (event) -> this.heard.add("after " + event.entity().name);
		assertThat(catchThrowable(() -> this.transaction.executeWithoutResult((status) -> {
			this.entityManager.persist(new Parcel("a".repeat(300)));
			this.entityManager.flush();
		}))).isNotNull();
		assertThat(this.heard).isEmpty();
	}

	@Test
	void subclassesAreHeardByListenersOfTheirSuperclassesAndInterfaces() {
		this.triggers.beforeParcel = (event) -> this.heard.add("parcel " + event.entity().getClass().getSimpleName());
		this.triggers.beforeCrate = (event) -> this.heard.add("crate " + event.entity().wood);
		this.triggers.afterWeighed = (event) -> this.heard.add("weighed " + event.entity().weight());
		persist(new Crate("a", "oak"));
		assertThat(this.heard).containsExactlyInAnyOrder("parcel Crate", "crate oak", "weighed 0");
		this.heard.clear();
		persist(new Parcel("b"));
		assertThat(this.heard).containsExactly("parcel Parcel", "weighed 0");
	}

	@Test
	void listenersThatAreLambdasHearTheirEntityOnly() {
		this.triggers.beforeDepot = (event) -> this.heard.add("before " + event.entity().name + " " + event.id());
		this.triggers.afterDepot = (event) -> this.heard
			.add("after " + event.entity().name + (event.id().equals(event.entity().id) ? "" : " with another id"));
		persist(new Depot("d"));
		persist(new Parcel("a"));
		assertThat(this.heard).containsExactly("before d null", "after d");
	}

	@Test
	void whatIsSetBeforeAnIdentityInsertReachesTheRow() {
		this.triggers.beforeDepot = (event) -> event.entity().parcels = 3;
		persist(new Depot("d"));
		assertThat(this.jdbc.queryForObject("select parcels from depot", Integer.class)).isEqualTo(3);
	}

	@Test
	void anIdentityInsertIsHeardBeforeTheCommitAlsoWithoutAFlush() {
		this.triggers.afterDepot = (event) -> this.heard.add("after " + count("depot"));
		this.transaction.executeWithoutResult((status) -> {
			this.entityManager.unwrap(Session.class).setHibernateFlushMode(FlushMode.MANUAL);
			this.entityManager.persist(new Depot("d"));
		});
		assertThat(this.heard).containsExactly("after 1");
	}

	@Test
	void listenersToEverythingAreSparedEntities() {
		this.triggers.any = (event) -> this.heard.add(event.getClass().getSimpleName());
		persist(new Parcel("a"));
		assertThat(this.heard).isEmpty();
	}

	@Test
	void aListenerThatComesLaterIsHeardFrom() {
		persist(new LoggedParcel(null, "a"));
		ApplicationListener<AfterEntityChange<LoggedParcel>> listener = new ApplicationListener<>() {

			@Override
			public void onApplicationEvent(AfterEntityChange<LoggedParcel> event) {
				AbstractEntityChangeTests.this.heard.add("late");
			}

		};
		this.context.addApplicationListener(listener);
		persist(new LoggedParcel(null, "b"));
		this.context.removeApplicationListener(listener);
		persist(new LoggedParcel(null, "c"));
		assertThat(this.heard).containsExactly("late");
	}

	@Test
	void lazyAssociationsCanBeReadInEachPhase() {
		Parcel parcel = persistAt(persist(new Depot("d")), "a");
		this.triggers.beforeParcel = (event) -> readDepot("before", event.operation(), event.entity());
		this.triggers.afterParcel = (event) -> readDepot("after", event.operation(), event.entity());
		edit(parcel, (managed) -> managed.name = "b");
		this.transaction.executeWithoutResult((status) -> this.entityManager.remove(managed(parcel)));
		assertThat(this.heard).containsExactly("before UPDATE d", "after UPDATE d", "before DELETE d",
				"after DELETE d");
	}

	private void readDepot(String phase, ChangeOperation operation, Parcel parcel) {
		assertThat(Hibernate.isInitialized(parcel.depot)).isEqualTo(phase.equals("after"));
		Depot depot = (Depot) Hibernate.unproxy(Objects.requireNonNull(parcel.depot));
		this.heard.add(phase + " " + operation + " " + depot.name);
	}

	@Test
	void aQueryBeforeAWriteDoesNotFlush() {
		List<Parcel> parcels = IntStream.range(0, 3).mapToObj((number) -> persist(new Parcel("p" + number))).toList();
		this.triggers.beforeParcel = (event) -> this.heard.add(event.entity().name + " "
				+ this.entityManager.createQuery("select p.name from Parcel p order by 1").getResultList());
		this.transaction.executeWithoutResult((status) -> {
			parcels.forEach((parcel) -> managed(parcel).name += "x");
			parcels.forEach((parcel) -> managed(parcel).labels.add("x"));
			this.entityManager.flush();
			assertThat(this.entityManager.getFlushMode()).isEqualTo(FlushModeType.AUTO);
		});
		assertThat(this.heard).containsExactly("p0x [p0, p1, p2]", "p1x [p0, p1, p2]", "p2x [p0, p1, p2]");
		assertThat(parcels).allSatisfy((parcel) -> assertThat(labels(parcel)).containsExactly("x"));
	}

	@Test
	void aFlushBeforeAWriteIsRefused() {
		this.triggers.beforeParcel = (event) -> this.entityManager.flush();
		assertThat(catchThrowable(() -> persist(new Parcel("a")))).rootCause()
			.isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("must not flush");
	}

	@Test
	void aStatelessSessionIsHeardToo() {
		this.triggers.beforeParcel = (event) -> {
			this.heard.add("before " + event.operation() + " " + event.changedFields() + " " + event.oldValue("name"));
			event.entity().note = event.operation().name();
		};
		this.triggers.afterParcel = (event) -> this.heard.add("after " + event.operation() + " " + event.changedFields()
				+ " " + event.oldValue("name") + " " + note(event.entity()));
		Parcel parcel = new Parcel("a");
		parcel.note = "none";
		stateless((session) -> session.insert(parcel));
		parcel.name = "b";
		stateless((session) -> session.update(parcel));
		parcel.name = "c";
		stateless((session) -> session.upsert(parcel));
		stateless((session) -> session.delete(parcel));
		assertThat(this.heard).containsExactly("before CREATE [] null", "after CREATE [] null CREATE",
				"before UPDATE [name] a", "after UPDATE [name, note] a UPDATE", "before UPDATE [name] b",
				"after UPDATE [name] b UPDATE", "before DELETE [] c", "after DELETE [] c ");
	}

	@Test
	void aStatelessSessionsBatchIsThereForWhoHearsOfIt() {
		this.triggers.afterParcel = (event) -> this.heard.add(note(event.entity()));
		stateless((session) -> session.insertMultiple(IntStream.range(0, 3).mapToObj((number) -> {
			Parcel parcel = new Parcel("p");
			parcel.note = "n" + number;
			return parcel;
		}).toList()));
		assertThat(this.heard).containsExactly("n0", "n1", "n2");
	}

	@Test
	void aVetoOfAStatelessSessionLeavesNothing() {
		this.triggers.beforeParcel = (event) -> refuse();
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> stateless((session) -> session.insert(new Parcel("a"))));
		assertThat(count("parcel")).isZero();
		assertThat(changes()).isEmpty();
	}

	@Test
	void aCircleOfAStatelessSessionEndsWithAClearError() {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> stateless((session) -> {
			this.triggers.afterParcel = (event) -> session.update(event.entity());
			session.insert(new Parcel("a"));
		})).withMessageContaining("go round in a circle");
		assertThat(count("parcel")).isZero();
	}

	@Test
	void anEntityThatIsUpdatedUnseenTellsItsRow() {
		Parcel parcel = persist(new Parcel("a"));
		this.triggers.beforeParcel = (event) -> this.heard.add(event.changedFields() + " " + event.oldValue("name"));
		parcel.name = "b";
		this.transaction.executeWithoutResult((status) -> this.entityManager.merge(parcel));
		assertThat(this.heard).containsExactly("[name] a");
	}

	private void stateless(Consumer<StatelessSession> work) {
		this.sessionFactory.inStatelessTransaction((session) -> {
			this.stateless = session;
			work.accept(session);
		});
	}

	/** As the session's connection sees the row. */
	private String note(Parcel parcel) {
		return String.join(",",
				Objects.requireNonNull(this.stateless)
					.createNativeQuery("select note from parcel where id = ?1", String.class)
					.setParameter(1, parcel.id)
					.getResultList());
	}

	private static String describe(Object... parts) {
		return String.join(" ", Arrays.stream(parts).map(String::valueOf).toList());
	}

	private static void refuse() {
		throw new RefusedException();
	}

	private <T> T persist(T entity) {
		this.transaction.executeWithoutResult((status) -> this.entityManager.persist(entity));
		return entity;
	}

	private Parcel persistAt(Depot depot, String name) {
		Parcel parcel = new Parcel(name);
		this.transaction.executeWithoutResult((status) -> {
			parcel.depot = this.entityManager.getReference(Depot.class, depot.id);
			this.entityManager.persist(parcel);
		});
		return parcel;
	}

	private void edit(Parcel parcel, Consumer<Parcel> change) {
		this.transaction.executeWithoutResult((status) -> change.accept(managed(parcel)));
	}

	private Parcel managed(Parcel parcel) {
		return this.entityManager.find(Parcel.class, parcel.id);
	}

	private Map<String, Object> row(Parcel parcel) {
		return this.jdbc.queryForMap("select * from parcel where id = ?", parcel.id);
	}

	private List<String> labels(Parcel parcel) {
		return this.jdbc.queryForList("select labels from parcel_labels where parcel_id = ?", String.class, parcel.id);
	}

	private long count(String tables) {
		return Objects.requireNonNull(this.jdbc.queryForObject("select count(*) from " + tables, Long.class));
	}

	private List<ChangeSet> changeSets() {
		return this.context.getBean(ChangeSetStore.class).find(ALL);
	}

	/** Those of the test, the oldest first. */
	private List<Change> changes() {
		List<ChangeSet> all = changeSets();
		List<ChangeSet> own = new ArrayList<>(all.subList(0, all.size() - this.changeSetsBefore));
		Collections.reverse(own);
		return own.stream().map(ChangeSet::changes).flatMap(List::stream).toList();
	}

	private static final class RefusedException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
