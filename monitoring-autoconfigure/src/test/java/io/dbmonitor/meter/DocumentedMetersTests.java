package io.dbmonitor.meter;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.dbmonitor.app.Customer;
import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.database.mysql.MySqlMeter;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is documented is emitted, and what is emitted is documented: names, kinds, units,
 * tags and descriptions.
 */
@PostgresTest
class DocumentedMetersTests {

	/** Those of another kind of database are not emitted for PostgreSQL. */
	private static final Set<String> ELSEWHERE = Stream.of(MySqlMeter.values())
		.map((meter) -> meter.info().name())
		.collect(Collectors.toSet());

	private static final Map<String, MeterInfo> DOCUMENTED = DocumentedMeters.all()
		.stream()
		.collect(Collectors.toMap(MeterInfo::name, Function.identity()));

	@Test
	void emittedMetersAreThoseDocumented(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(JpaApplication.class)
			.properties(database.dataSourceProperties())
			.properties("spring.jpa.hibernate.ddl-auto=create", "dbmonitor.database.interval=100ms",
					"dbmonitor.audit.store=jdbc", "dbmonitor.audit.jdbc.initialize-schema=always",
					"dbmonitor.audit.triggers.enabled=true", "dbmonitor.audit.jdbc.seal.enabled=true")
			.web(WebApplicationType.NONE)
			.run()) {
			context.getBean(TransactionTemplate.class)
				.executeWithoutResult((status) -> context.getBean(EntityManager.class).persist(new Customer("C")));
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(names(registry)).containsExactlyInAnyOrderElementsOf(documentedHere()));
			own(registry).forEach(DocumentedMetersTests::isAsDocumented);
		}
	}

	@Test
	void everyEnumOfMetersIsDocumented() {
		Set<String> enums = new ClassFileImporter().importPackages("io.dbmonitor")
			.stream()
			.filter((type) -> type.isEnum() && type.isAssignableTo(DocumentedMeter.class))
			.map((type) -> type.getSimpleName())
			.collect(Collectors.toSet());
		assertThat(enums).containsExactlyInAnyOrder("QueryMeter", "ConnectionMeter", "SamplerMeter", "DatabaseMeter",
				"PostgresMeter", "MySqlMeter", "AuditMeter", "AlertMeter", "FaultMeter");
	}

	private static Set<String> documentedHere() {
		Set<String> names = new TreeSet<>(DOCUMENTED.keySet());
		names.removeAll(ELSEWHERE);
		return names;
	}

	private static List<Meter> own(MeterRegistry registry) {
		return registry.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith("dbmonitor.")
					|| meter.getId().getName().startsWith("db.client."))
			.toList();
	}

	private static Set<String> names(MeterRegistry registry) {
		return own(registry).stream().map((meter) -> meter.getId().getName()).collect(Collectors.toSet());
	}

	private static void isAsDocumented(Meter meter) {
		Meter.Id id = meter.getId();
		MeterInfo documented = DOCUMENTED.get(id.getName());
		assertThat(documented).isNotNull();
		assertThat(id.getDescription()).as(id.getName()).isEqualTo(documented.description());
		assertThat(id.getBaseUnit()).as(id.getName()).isEqualTo(documented.unit());
		assertThat(id.getTags()).as(id.getName())
			.extracting(Tag::getKey)
			.containsExactlyInAnyOrderElementsOf(documented.tags());
		assertThat(id.getType()).as(id.getName()).isEqualTo(switch (documented.kind()) {
			case COUNTER -> Meter.Type.COUNTER;
			case GAUGE -> Meter.Type.GAUGE;
			case TIMER -> Meter.Type.TIMER;
		});
	}

}
