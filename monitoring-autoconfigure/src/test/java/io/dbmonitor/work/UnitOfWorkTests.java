package io.dbmonitor.work;

import java.time.Duration;
import java.util.List;

import io.dbmonitor.query.FindingKind;
import io.dbmonitor.query.FindingSnapshot;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.StatementSnapshot;
import io.dbmonitor.testing.HttpJson;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Proves;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jms.core.JmsTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Each statement is told to belong to the unit of work that it was sent in, with the line
 * that sent it.
 */
@PostgresTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Proves(area = Proves.Area.SPRING, subject = "Requests, `@Scheduled`, `@Async`, events, JMS",
		note = "each statement belongs to what it was sent for; on Spring WebFlux too, by blocking JDBC on a scheduler")
class UnitOfWorkTests {

	private ConfigurableApplicationContext context;

	private HttpJson http;

	private PostgresDatabase database;

	@BeforeAll
	void start(PostgresDatabase database) {
		this.database = database;
		this.context = run(WebApplicationType.SERVLET);
		this.http = new HttpJson(port(this.context));
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@Test
	void aRequestIsCalledByItsRoute() {
		this.http.get("/items/17");
		assertThat(caller("in_request").route()).isEqualTo("GET /items/{id}");
		assertThat(caller("in_request").method()).isEqualTo("WorkApplication.Service.read");
		assertThat(caller("in_request").line()).isPositive();
	}

	@Test
	void aNestedTransactionBelongsToItsRequest() {
		this.http.get("/items/17");
		assertThat(caller("in_new_transaction").route()).isEqualTo("GET /items/{id}");
	}

	@Test
	void anAsynchronousRequestKeepsItsRouteWhereTheContextIsPropagated() {
		this.http.get("/async");
		assertThat(caller("in_callable").route()).isEqualTo("GET /async");
		this.http.get("/background");
		await().untilAsserted(() -> assertThat(find("in_background")).isNotEmpty());
		assertThat(caller("in_background").route()).isEqualTo("GET /background");
	}

	@Test
	void aScheduledJobIsCalledByItsMethod() {
		await().untilAsserted(() -> assertThat(find("in_job")).isNotEmpty());
		assertThat(caller("in_job").route()).isEqualTo("WorkApplication.Service.everyHalfSecond");
	}

	@Test
	void anApplicationEventIsCalledByItsListener() {
		this.context.getBean(WorkApplication.Service.class).publish("in_event");
		assertThat(caller("in_event").route()).isEqualTo("WorkApplication.Service.on");
		assertThat(caller("followed_in_event").route()).isEqualTo("WorkApplication.Service.on");
		assertThat(find("committed_in_event")).isEmpty();
	}

	@Test
	void aListenerThatIsNoMethodIsCalledByItsClass() {
		assertThat(caller("in_class").route()).isEqualTo("WorkApplication.StartedListener.onApplicationEvent");
		assertThat(caller("in_lambda").route()).isEqualTo("WorkApplication.onApplicationEvent");
	}

	@Test
	void whatListensToATransactionsEndIsCalledByItsMethod() {
		this.context.getBean(WorkApplication.Service.class).publishInTransaction("in_transactional_event");
		assertThat(caller("committed_in_transactional_event").route()).isEqualTo("WorkApplication.Service.afterCommit");
	}

	@Test
	void anEventInARequestBelongsToTheRequest() {
		this.http.get("/events/1");
		assertThat(caller("in_event_of_request").route()).isEqualTo("GET /events/{id}");
		assertThat(caller("followed_in_event_of_request").route()).isEqualTo("GET /events/{id}");
	}

	@Test
	void aMessageIsCalledByItsDestination() {
		this.context.getBean(JmsTemplate.class).convertAndSend("orders", "in_message");
		assertThat(caller("in_message").route()).isEqualTo("orders process");
	}

	@Test
	void aTransactionIsCalledByItsName() {
		this.context.getBean(WorkApplication.Service.class).inTransaction();
		assertThat(caller("in_transaction").route())
			.isEqualTo(WorkApplication.Service.class.getName() + ".inTransaction");
	}

	@Test
	void readsWithoutATransactionInALoopAreAFinding() {
		this.http.get("/without-transaction/4");
		assertThat(findings(FindingKind.READS_WITHOUT_TRANSACTION, "without_transaction")).isEmpty();
		this.http.get("/without-transaction/9");
		assertThat(findings(FindingKind.READS_WITHOUT_TRANSACTION, "without_transaction")).singleElement()
			.satisfies((finding) -> {
				assertThat(finding.route()).isEqualTo("GET /without-transaction/{times}");
				assertThat(finding.maxRepetitions()).isEqualTo(9);
				assertThat(finding.advice()).contains("transaction");
			});
	}

	@Test
	void readsInOneTransactionAreNoReadsWithoutIt() {
		this.http.get("/with-transaction/9");
		assertThat(findings(FindingKind.N_PLUS_ONE, "with_transaction")).hasSize(1);
		assertThat(findings(FindingKind.READS_WITHOUT_TRANSACTION, "with_transaction")).isEmpty();
	}

	@Test
	void theSameReadFromTheSameLineIsNPlusOne() {
		this.http.get("/loop/4");
		assertThat(nPlusOne("in_loop")).isEmpty();
		this.http.get("/loop/20");
		this.http.get("/loop/7");
		assertThat(nPlusOne("in_loop")).singleElement().satisfies((finding) -> {
			assertThat(finding.route()).isEqualTo("GET /loop/{times}");
			assertThat(finding.occurrences()).isEqualTo(2);
			assertThat(finding.maxRepetitions()).isEqualTo(20);
			assertThat(finding.caller()).startsWith("WorkApplication.Service.lookUp:");
		});
	}

	@Test
	void whatIsToldOfAFindingBelongsToOneOccurrence() {
		this.http.get("/one-place/5");
		this.http.get("/other-place/5");
		assertThat(nPlusOne("in_places")).singleElement().satisfies((finding) -> {
			assertThat(finding.route()).isEqualTo("GET /other-place/{times}");
			assertThat(finding.caller()).startsWith("WorkApplication.Controller.otherPlace:");
		});
		this.http.get("/one-place/5");
		// The third occurrence is counted and not looked at
		assertThat(nPlusOne("in_places")).singleElement().satisfies((finding) -> {
			assertThat(finding.occurrences()).isEqualTo(3);
			assertThat(finding.route()).isEqualTo("GET /other-place/{times}");
			assertThat(finding.caller()).startsWith("WorkApplication.Controller.otherPlace:");
		});
	}

	@Test
	void readsOfNoTableAreNoNPlusOne() {
		this.http.get("/loop-of-no-table/9");
		assertThat(find("of_no_table")).singleElement().extracting(StatementSnapshot::calls).isEqualTo(9L);
		assertThat(nPlusOne("of_no_table")).isEmpty();
		assertThat(findings(FindingKind.READS_WITHOUT_TRANSACTION, "of_no_table")).isEmpty();
	}

	@Test
	void whatGoesOnBehindARequestCountsUnderItsName() {
		this.http.get("/afterwards");
		await().untilAsserted(() -> assertThat(this.context.getBean(WorkBudgets.class).all())
			.filteredOn((work) -> "GET /afterwards".equals(work.name()))
			.singleElement()
			.satisfies((work) -> {
				assertThat(work.units()).isEqualTo(1);
				assertThat(work.statements()).isEqualTo(8);
				assertThat(work.holdingSeconds()).isGreaterThanOrEqualTo(work.executingSeconds());
			}));
		assertThat(nPlusOne("afterwards")).singleElement()
			.satisfies((finding) -> assertThat(finding.route()).isEqualTo("GET /afterwards"));
	}

	@Test
	void theSameReadFromDifferentLinesIsNot() {
		this.http.get("/scattered");
		assertThat(find("scattered")).singleElement().extracting(StatementSnapshot::calls).isEqualTo(5L);
		assertThat(nPlusOne("scattered")).isEmpty();
		assertThat(findings(FindingKind.READS_WITHOUT_TRANSACTION, "scattered")).isEmpty();
	}

	@Test
	void aReactiveRequestIsCalledByItsRoute() {
		try (ConfigurableApplicationContext reactive = run(WebApplicationType.REACTIVE)) {
			assertThat(new HttpJson(port(reactive)).get("/reactive/1").statusCode()).isEqualTo(200);
			assertThat(find(reactive, "in_reactive").get(0).callers()).singleElement()
				.satisfies((caller) -> assertThat(caller.route()).isEqualTo("GET /reactive/{id}"));
		}
	}

	private ConfigurableApplicationContext run(WebApplicationType type) {
		return new SpringApplicationBuilder(WorkApplication.class).properties(this.database.dataSourceProperties())
			.properties("server.port=0", "spring.reactor.context-propagation=auto",
					"management.endpoints.web.exposure.include=dbmonitor")
			.web(type)
			.run();
	}

	private static int port(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private StatementSnapshot.Caller caller(String marker) {
		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(find(marker)).isNotEmpty());
		List<StatementSnapshot.Caller> callers = find(marker).get(0).callers();
		assertThat(callers).hasSize(1);
		return callers.get(0);
	}

	private List<StatementSnapshot> find(String marker) {
		return find(this.context, marker);
	}

	private static List<StatementSnapshot> find(ConfigurableApplicationContext context, String marker) {
		return context.getBean(QueryStatistics.class)
			.all()
			.stream()
			.filter((statement) -> statement.statement().endsWith(" " + marker))
			.toList();
	}

	private List<FindingSnapshot> nPlusOne(String marker) {
		return findings(FindingKind.N_PLUS_ONE, marker);
	}

	private List<FindingSnapshot> findings(FindingKind kind, String marker) {
		return this.context.getBean(QueryStatistics.class)
			.findings()
			.stream()
			.filter((finding) -> finding.kind().equals(kind.id()) && finding.statement().endsWith(marker))
			.toList();
	}

}
