package io.dbmonitor.library;

import io.dbmonitor.library.LibraryApplication.Publisher;
import io.dbmonitor.test.MaxStatements;
import io.dbmonitor.test.Statements;
import io.dbmonitor.testing.Proves;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;

import static io.dbmonitor.query.Operation.INSERT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Statements are recorded in slices of an application too.
 */
// A context left open keeps the next ones from setting up their log
@DirtiesContext
@Proves(area = Proves.Area.SPRING, subject = "Test slices: `@DataJpaTest`, `@JdbcTest`",
		note = "statements, in assertions")
class SliceTests {

	@Nested
	@DataJpaTest
	class Jpa {

		@Test
		@MaxStatements(insert = 1, select = 1)
		void countsWhatIsFlushed(@Autowired EntityManager entities, @Autowired Statements statements) {
			entities.persist(new Publisher());
			assertThat(statements.sentBy(entities::flush)).hasExactly(1, INSERT).hasNoneOutsideOfTransactions();
		}

	}

	@Nested
	@JdbcTest
	class Jdbc {

		@Test
		void countsWhatATemplateSends(@Autowired JdbcTemplate jdbc, @Autowired Statements statements) {
			assertThat(statements.sentBy(() -> jdbc.queryForList("select 1 as one"))).hasExactly(1);
		}

	}

}
