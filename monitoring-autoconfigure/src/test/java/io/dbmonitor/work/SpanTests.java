package io.dbmonitor.work;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.testing.HttpJson;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Proves;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationTextPublisher;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * With Micrometer Tracing each statement is a span of its request's trace, under
 * OpenTelemetry's names, and the unit of work carries the trace's id.
 */
@PostgresTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Proves(area = Proves.Area.EXPORT, subject = "Micrometer Tracing",
		note = "each statement as a span in its request's trace, under OpenTelemetry's names")
class SpanTests {

	private ConfigurableApplicationContext context;

	private SimpleTracer tracer;

	@BeforeAll
	void start(PostgresDatabase database) {
		this.context = new SpringApplicationBuilder(WorkApplication.class, Tracing.class)
			.properties(database.dataSourceProperties())
			.properties("server.port=0", "dbmonitor.query.slow-threshold=50ms")
			.web(WebApplicationType.SERVLET)
			.run();
		this.tracer = this.context.getBean(SimpleTracer.class);
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@BeforeEach
	void forget() {
		this.tracer.getSpans().clear();
	}

	@Test
	void aStatementIsASpanOfItsRequest() {
		new HttpJson(this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class))
			.get("/items/17");
		await().untilAsserted(() -> assertThat(finished("http get /items/{id}")).hasSize(1));
		SimpleSpan request = finished("http get /items/{id}").get(0);
		assertThat(finished("SELECT"))
			.filteredOn((span) -> "select ? as in_request".equals(span.getTags().get("db.query.text")))
			.singleElement()
			.satisfies((span) -> {
				assertThat(span.context().traceId()).isEqualTo(request.context().traceId());
				assertThat(span.context().parentId()).isEqualTo(request.context().spanId());
				assertThat(span.getKind()).isEqualTo(Span.Kind.CLIENT);
				assertThat(span.getTags()).containsEntry("db.system.name", "postgresql")
					.containsEntry("db.operation.name", "SELECT")
					.containsEntry("db.query.summary", "SELECT")
					.containsEntry("db.query.text", "select ? as in_request")
					.doesNotContainKeys("error.type", "db.operation.batch.size");
			});
	}

	@Test
	void aFailureIsToldBySqlState() {
		JdbcTemplate jdbc = this.context.getBean(JdbcTemplate.class);
		assertThatExceptionOfType(BadSqlGrammarException.class)
			.isThrownBy(() -> jdbc.queryForList("select * from gone"));
		assertThat(finished("SELECT gone")).singleElement().satisfies((span) -> {
			assertThat(span.getTags()).containsEntry("error.type", "syntax_error_or_access_rule_violation")
				.containsEntry("db.response.status_code", "42P01")
				.containsEntry("db.collection.name", "gone");
			assertThat(span.getError()).isNotNull();
		});
	}

	@Test
	void aFailureTellsNoValue() {
		JdbcTemplate jdbc = this.context.getBean(JdbcTemplate.class);
		jdbc.execute("create table person (email text unique)");
		jdbc.update("insert into person values (?)", "alice@example.org");
		assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(() -> jdbc.update("insert into person values (?)", "alice@example.org"))
			.withMessageContaining("alice@example.org");
		assertThat(finished("INSERT person")).filteredOn((span) -> span.getError() != null)
			.singleElement()
			.satisfies((span) -> {
				assertThat(span.getTags().values()).noneMatch((value) -> value.contains("alice"));
				assertThat(span.getError()).hasNoCause()
					.hasMessage("org.postgresql.util.PSQLException, SQLState 23505")
					.satisfies((error) -> assertThat(error.getStackTrace()[0].getClassName())
						.startsWith("org.postgresql."));
			});
	}

	@Test
	void aBatchIsOneSpan() {
		JdbcTemplate jdbc = this.context.getBean(JdbcTemplate.class);
		jdbc.execute("create table batched (id int)");
		jdbc.batchUpdate("insert into batched values (?)",
				List.of(new Object[] { 1 }, new Object[] { 2 }, new Object[] { 3 }));
		assertThat(finished("BATCH INSERT batched")).singleElement()
			.satisfies((span) -> assertThat(span.getTags()).containsEntry("db.operation.batch.size", "3")
				.containsEntry("db.operation.name", "BATCH INSERT"));
	}

	@Test
	void anObservationMakesNoSecondTimer() {
		this.context.getBean(JdbcTemplate.class).queryForList("select 1 as timed");
		assertThat(this.context.getBean(MeterRegistry.class).find("db.client.operation.duration").timers())
			.isNotEmpty();
		assertThat(this.context.getBean(MeterRegistry.class).getMeters()).extracting((meter) -> meter.getId().getName())
			.doesNotContain("db.client.operation", "db.client.operation.active");
	}

	@Test
	void aSlowExecutionCarriesItsTrace() {
		Span span = this.tracer.nextSpan().name("outer").start();
		try (Tracer.SpanInScope scope = this.tracer.withSpan(span)) {
			assertThat(scope).isNotNull();
			this.context.getBean(JdbcTemplate.class).queryForList("select pg_sleep(0.06) as traced");
		}
		finally {
			span.end();
		}
		QueryStatistics statistics = this.context.getBean(QueryStatistics.class);
		assertThat(statistics.findings()).filteredOn((finding) -> finding.statement().endsWith("traced"))
			.extracting((finding) -> finding.traceId())
			.containsExactly(span.context().traceId());
	}

	@Test
	void withoutATracerNothingIsMade(PostgresDatabase database) {
		List<String> observed = new CopyOnWriteArrayList<>();
		try (ConfigurableApplicationContext untraced = new SpringApplicationBuilder(JpaApplication.class)
			.properties(database.dataSourceProperties())
			.web(WebApplicationType.NONE)
			.initializers((context) -> context.getBeanFactory()
				.registerSingleton("observed", new ObservationTextPublisher(observed::add)))
			.run()) {
			untraced.getBean(JdbcTemplate.class).queryForList("select 1 as untraced");
			assertThat(untraced.getBean(QueryStatistics.class).all())
				.anyMatch((statement) -> statement.statement().endsWith("as untraced"));
			assertThat(observed).noneMatch((event) -> event.contains("db.client.operation"));
			Observation.start("control", untraced.getBean(ObservationRegistry.class)).stop();
			assertThat(observed).anyMatch((event) -> event.contains("control"));
		}
	}

	private List<SimpleSpan> finished(String name) {
		return this.tracer.getSpans()
			.stream()
			.filter((span) -> name.equals(span.getName()) && span.getEndTimestamp().toEpochMilli() > 0)
			.toList();
	}

	/** A tracer that keeps its spans in memory. */
	@Configuration(proxyBeanMethods = false)
	static class Tracing {

		@Bean
		SimpleTracer tracer() {
			return new SimpleTracer();
		}

		/** Carries nothing: each request begins a trace. */
		@Bean
		Propagator propagator(Tracer tracer) {
			return new Propagator() {

				@Override
				public List<String> fields() {
					return List.of();
				}

				@Override
				public <C> void inject(TraceContext context, @Nullable C carrier, Setter<C> setter) {
				}

				@Override
				public <C> Span.Builder extract(@Nullable C carrier, Getter<C> getter) {
					return tracer.spanBuilder();
				}

			};
		}

	}

}
