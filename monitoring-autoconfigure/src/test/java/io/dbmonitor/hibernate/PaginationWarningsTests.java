package io.dbmonitor.hibernate;

import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.testing.RunningApplication;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hibernate's warning is heard by all contexts of a process, and says nothing of what
 * others send.
 */
class PaginationWarningsTests {

	@Test
	void aReadThatHibernateDoesNotSendIsNotTheOneItWarnedOf() {
		try (RunningApplication warned = start("warned"); RunningApplication other = start("other")) {
			LoggerFactory.getLogger("org.hibernate.orm.query")
				.warn("HHH90003004: firstResult/maxResults specified with collection fetch; applying in memory");
			for (RunningApplication application : new RunningApplication[] { warned, other }) {
				application.bean(JdbcTemplate.class).queryForList("select * from customer");
				assertThat(application.bean(QueryStatistics.class).findings()).isEmpty();
			}
		}
	}

	private static RunningApplication start(String name) {
		return RunningApplication.start(JpaApplication.class, "spring.datasource.url=jdbc:h2:mem:pagination-" + name,
				"spring.jpa.hibernate.ddl-auto=create");
	}

}
