package io.dbmonitor.library;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.dbmonitor.library.LibraryApplication.Author;
import io.dbmonitor.library.LibraryApplication.Book;
import io.dbmonitor.test.SentStatements;
import io.dbmonitor.test.Statements;
import jakarta.persistence.EntityManager;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static io.dbmonitor.query.Operation.INSERT;
import static io.dbmonitor.query.Operation.SELECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The assertions that users make on the statements of their own tests: what passes, what
 * fails, and what a failure tells.
 */
// A context left open keeps the next ones from setting up their log
@DirtiesContext
@SpringBootTest(webEnvironment = WebEnvironment.NONE, properties = { "spring.datasource.url=jdbc:h2:mem:statements",
		"spring.jpa.hibernate.ddl-auto=create-drop", "spring.jpa.properties.hibernate.jdbc.batch_size=20" })
class StatementsTests {

	private final Statements statements;

	private final JdbcTemplate jdbc;

	private final EntityManager entities;

	private final TransactionTemplate transaction;

	StatementsTests(@Autowired Statements statements, @Autowired JdbcTemplate jdbc, @Autowired EntityManager entities,
			@Autowired PlatformTransactionManager transactions) {
		this.statements = statements;
		this.jdbc = jdbc;
		this.entities = entities;
		this.transaction = new TransactionTemplate(transactions);
	}

	@BeforeEach
	void twoAuthorsWithABookEach() {
		this.transaction.executeWithoutResult((status) -> {
			this.entities.createQuery("delete from Book").executeUpdate();
			this.entities.createQuery("delete from Author").executeUpdate();
			for (String name : List.of("Ada", "Bea")) {
				Author author = new Author();
				author.name = name;
				Book book = new Book();
				book.author = author;
				this.entities.persist(author);
				this.entities.persist(book);
			}
		});
	}

	@Test
	void aFetchJoinIsOneSelectAndNoNPlusOne() {
		assertThat(this.statements.sentBy(() -> titlesOf("from Author a left join fetch a.books"))).hasAtMost(1, SELECT)
			.hasExactly(1)
			.hasNoNPlusOne()
			.hasNoneOutsideOfTransactions();
	}

	@Test
	void anNPlusOneIsFoundWithTwoRowsAndNamed() {
		SentStatements sent = this.statements.sentBy(() -> titlesOf("from Author"));
		assertThat(failure(() -> assertThat(sent).hasNoNPlusOne()))
			.contains("Expected no read to be repeated (N+1), but 2 were sent:", "   2 × select b1_0.author_id",
					"2 rows, loads Author.books", "from StatementsTests.titlesOf:",
					" < StatementsTests.anNPlusOneIsFound",
					"Load Author.books together with the owners: left join fetch")
			.doesNotContain("from authors");
		assertThat(sent).hasNoNPlusOne(3);
	}

	@Test
	void tooManyStatementsAreListedWithTheirCallers() {
		SentStatements sent = this.statements.sentBy(() -> titlesOf("from Author"));
		assertThat(failure(() -> assertThat(sent).hasAtMost(2, SELECT))).contains(
				"Expected at most 2 SELECT statements, but 3 were sent:", "   1 × select a1_0.id",
				"   2 × select b1_0.author_id", "from StatementsTests.titlesOf:");
		assertThat(failure(() -> assertThat(sent).hasAtMost(2))).contains("Expected at most 2 statements");
		assertThat(failure(() -> assertThat(sent).hasExactly(2, SELECT)))
			.contains("Expected exactly 2 SELECT statements, but 3 were sent:");
		assertThat(failure(() -> assertThat(sent).as("the titles").hasExactly(4))).contains("[the titles]",
				"Expected exactly 4 statements, but 3 were sent:");
		assertThat(sent).hasAtMost(3).hasExactly(0, INSERT);
	}

	@Test
	void theSameReadFromTwoPlacesIsNoNPlusOne() {
		assertThat(this.statements.sentBy(() -> {
			count();
			count();
			assertThat(count() + count()).isEqualTo(4);
		})).hasExactly(4, SELECT).hasNoNPlusOne();
	}

	@Test
	void aLoopWithATransactionForEachRoundIsAnNPlusOneToo() {
		SentStatements sent = this.statements.sentBy(() -> {
			for (int i = 0; i < 2; i++) {
				count();
			}
		});
		assertThat(failure(() -> assertThat(sent).hasNoNPlusOne())).contains("   2 × select name from authors",
				"outside of a transaction");
	}

	@Test
	void theNextValuesOfASequenceAreNoNPlusOne() {
		assertThat(this.statements.sentBy(() -> {
			for (int i = 0; i < 3; i++) {
				this.jdbc.queryForObject("select next value for authors_seq", Long.class);
			}
		})).hasExactly(3, SELECT).hasNoNPlusOne();
	}

	@Test
	void insertsInABatchAreOneStatement() {
		assertThat(this.statements
			.sentBy(() -> this.jdbc.batchUpdate("insert into \"Shelves\" (id) values (?)", List.of(row(1), row(2)))))
			.hasExactly(1, INSERT)
			.hasNoUnbatchedInserts();
	}

	@Test
	void insertsThatHibernateBatchesAreNotRepeated() {
		assertThat(this.statements.sentBy(() -> this.transaction.executeWithoutResult((status) -> {
			for (int i = 0; i < 10; i++) {
				this.entities.persist(new Author());
			}
		}))).hasExactly(1, INSERT).hasNoUnbatchedInserts();
	}

	@Test
	void insertsOfALoopAreListed() {
		SentStatements sent = this.statements.sentBy(() -> {
			for (int id = 10; id < 13; id++) {
				this.jdbc.update("insert into \"Shelves\" (id) values (?)", row(id));
			}
		});
		assertThat(failure(() -> assertThat(sent).hasNoUnbatchedInserts())).contains(
				"Expected no insert to be repeated outside of a batch, but 3 were sent:",
				"   3 × insert into \"Shelves\"", "Insert in batches");
	}

	@Test
	void partsByTableAndOperation() {
		SentStatements sent = this.statements.sentBy(() -> titlesOf("from Author"));
		assertThat(sent.touching("authors")).hasExactly(1);
		assertThat(sent.touching("\"BOOKS\"")).hasExactly(2);
		assertThat(sent.touching("book")).hasExactly(0);
		assertThat(sent.of(SELECT).touching("books", "authors")).hasExactly(3);
		assertThat(sent).doesNotTouch("shelves");
		assertThat(failure(() -> assertThat(sent).doesNotTouch("shelves", "authors")))
			.contains("Expected no statement on shelves, authors, but 1 was sent:", "from authors")
			.doesNotContain("from books");
	}

	@Test
	void rowsTimesAndTransactions() {
		SentStatements sent = this.statements.sentBy(() -> this.jdbc.queryForList("select name from authors"));
		assertThat(sent).hasNoneOfMoreRowsThan(2).hasNoneSlowerThan(Duration.ofMinutes(1));
		assertThat(failure(() -> assertThat(sent).hasNoneOfMoreRowsThan(1)))
			.contains("Expected no statement of more than 1 rows, but 1 was sent:", "2 rows");
		assertThat(failure(() -> assertThat(sent).hasNoneSlowerThan(Duration.ZERO)))
			.contains("Expected no statement slower than 0 ms");
		assertThat(failure(() -> assertThat(sent).hasNoneOutsideOfTransactions())).contains(
				"Expected no statement outside of a transaction, but 1 was sent:",
				"from StatementsTests.rowsTimesAndTransactions:");
	}

	@Test
	void whatIsStillReadWasSent() {
		SentStatements sent = this.statements.sentBy(() -> this.transaction.executeWithoutResult((status) -> {
			var names = this.jdbc.queryForStream("select name from authors", (row, number) -> row.getString(1));
			SentStatements inner = this.statements.sentBy(() -> assertThat(names.toList()).hasSize(2));
			assertThat(inner).hasExactly(0);
		}));
		assertThat(sent).hasExactly(1).hasNoneOfMoreRowsThan(2);
	}

	@Test
	void failedStatementsCount() {
		SentStatements sent = this.statements.sentBy(() -> assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> this.jdbc.update("insert into \"Shelves\" (id) values (?)", new Object[] { null })));
		assertThat(failure(() -> assertThat(sent).hasExactly(0))).contains("1 failed");
	}

	@Test
	void longListsAreCut() {
		SentStatements sent = this.statements.sentBy(() -> {
			for (int i = 0; i < 23; i++) {
				this.jdbc.queryForList("select 1 as column" + i);
			}
		});
		assertThat(failure(() -> assertThat(sent).hasAtMost(22)))
			.contains("as column0", "as column19", "and 3 other statements")
			.doesNotContain("as column20");
	}

	@Test
	void blocksCanBeNestedAndOnlyTheyCount() {
		SentStatements outer = this.statements.sentBy(() -> {
			count();
			assertThat(this.statements.sentBy(this::count)).hasExactly(1);
			count();
		});
		count();
		assertThat(outer).hasExactly(3);
	}

	@Test
	void otherThreadsCountUnlessTheyAreLeftOut() {
		SentStatements all = this.statements.sentBy(() -> CompletableFuture.runAsync(this::count).join());
		assertThat(failure(() -> assertThat(all).hasExactly(0))).containsPattern("by (ForkJoinPool|Thread)[-.\\w]+");
		assertThat(this.statements.sentByThisThread(() -> {
			CompletableFuture.runAsync(this::count).join();
			this.jdbc.queryForList("select 1 from books");
		})).hasExactly(1).doesNotTouch("authors");
	}

	@Test
	void whatABlockThrowsComesThroughAndEndsTheRecording() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.statements.sentBy(() -> {
			throw new IOException("refused");
		}));
		assertThat(this.statements.sentBy(() -> {
		})).hasExactly(0);
		assertThat(this.statements.sentBy(() -> {
		})).hasToString("  no statements\n");
	}

	private int count() {
		return this.jdbc.queryForList("select name from authors").size();
	}

	private int titlesOf(String query) {
		Integer books = this.transaction.execute((status) -> {
			int sum = 0;
			for (Author author : this.entities.createQuery(query, Author.class).getResultList()) {
				sum += author.books.size();
			}
			return sum;
		});
		return (books != null) ? books : 0;
	}

	private static Object[] row(int id) {
		return new Object[] { id };
	}

	private static String failure(ThrowingCallable assertion) {
		return String
			.valueOf(assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion).actual().getMessage());
	}

}
