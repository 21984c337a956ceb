package io.dbmonitor.hibernate.model;

import io.dbmonitor.audit.AuditHold;
import io.dbmonitor.audit.AuditHolds;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A hold is on all names that changes of an entity are recorded under.
 */
class HoldTests {

	@Test
	void aHoldOnATypeIsOnAllThatExtendIt() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(ModelApplication.class)
			.properties("spring.datasource.url=jdbc:h2:mem:holds", "spring.jpa.hibernate.ddl-auto=create",
					"dbmonitor.audit.store=jdbc")
			.web(WebApplicationType.NONE)
			.run()) {
			AuditHolds holds = context.getBean(AuditHolds.class);
			AuditHold one = holds.place(Car.class, 7L, "an accident");
			AuditHold all = holds.placeOnAll(Vehicle.class, "an audit");
			assertThat(one.entities()).containsExactly("Car");
			assertThat(all.entities()).containsExactlyInAnyOrder("Vehicle", "Car", "Truck");
			assertThat(holds.all()).containsExactly(one, all);
			assertThat(context.getBean(JdbcTemplate.class)
				.queryForList("select entity || '/' || entity_id from dbmonitor_hold where id = ?", String.class,
						one.id()))
				.as("statements on the table of what a car extends may change it")
				.containsExactlyInAnyOrder("Car/7", "Vehicle/*");
		}
	}

}
