package io.dbmonitor.library;

import java.util.List;
import java.util.function.Consumer;

import io.dbmonitor.library.LibraryApplication.Author;
import io.dbmonitor.library.LibraryApplication.Book;
import io.dbmonitor.library.LibraryApplication.Publisher;
import io.dbmonitor.library.LibraryApplication.Shelf;
import io.dbmonitor.query.FindingKind;
import io.dbmonitor.query.FindingSnapshot;
import io.dbmonitor.query.QueryStatistics;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A finding says which association Hibernate loads, and what to do by its names.
 */
class AssociationTests {

	private ConfigurableApplicationContext context;

	@BeforeEach
	void start() {
		this.context = new SpringApplicationBuilder(LibraryApplication.class)
			.properties("spring.datasource.url=jdbc:h2:mem:library", "spring.jpa.hibernate.ddl-auto=create-drop")
			.web(WebApplicationType.NONE)
			.run();
		inTransaction((entities) -> {
			for (int i = 0; i < 6; i++) {
				Author author = new Author();
				author.name = "Author " + i;
				author.pseudonyms.add("Pseudonym " + i);
				Publisher publisher = new Publisher();
				Shelf shelf = new Shelf();
				Book book = new Book();
				book.author = author;
				book.publisher = publisher;
				book.shelves.add(shelf);
				List.of(author, publisher, shelf, book).forEach(entities::persist);
			}
		});
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void aCollectionOfEntities() {
		inTransaction((entities) -> authors(entities).forEach((author) -> assertThat(author.books).hasSize(1)));
		assertThat(nPlusOne("Author.books").advice()).contains("Author.books", "left join fetch",
				"@EntityGraph(attributePaths = \"books\")");
	}

	@Test
	void aCollectionOfValues() {
		inTransaction((entities) -> authors(entities).forEach((author) -> assertThat(author.pseudonyms).hasSize(1)));
		assertThat(nPlusOne("Author.pseudonyms").statement()).contains("from author_pseudonyms");
	}

	@Test
	void aCollectionOverAJoinTable() {
		inTransaction((entities) -> entities.createQuery("from Book b join fetch b.publisher", Book.class)
			.getResultList()
			.forEach((book) -> assertThat(book.shelves).hasSize(1)));
		assertThat(nPlusOne("Book.shelves").statement()).contains("from shelved");
	}

	@Test
	void aLazyReference() {
		inTransaction((entities) -> entities.createQuery("from Book b join fetch b.publisher", Book.class)
			.getResultList()
			.forEach((book) -> assertThat(String.valueOf(book.author)).isNotEmpty()));
		assertThat(nPlusOne("Book.author").advice()).contains("@BatchSize on the class Author");
	}

	@Test
	void aReferenceThatIsFetchedEagerly() {
		inTransaction(
				(entities) -> assertThat(entities.createQuery("from Book", Book.class).getResultList()).hasSize(6));
		assertThat(nPlusOne("Book.publisher").statement()).contains("from publishers");
	}

	@Test
	void lookUpsByTheApplicationAreNoAssociation() {
		inTransaction((entities) -> {
			for (long id = 100; id < 110; id++) {
				entities.find(Publisher.class, id);
			}
		});
		assertThat(findings(FindingKind.N_PLUS_ONE)).singleElement()
			.satisfies((finding) -> assertThat(finding.association()).isNull());
	}

	@Test
	void pagingInMemory() {
		// Pages whose order depends on the collection are what Hibernate 7.4 cannot let
		// the
		// database make
		inTransaction((entities) -> assertThat(
				entities.createQuery("from Author a join fetch a.books b order by b.title", Author.class)
					.setMaxResults(2)
					.getResultList())
			.hasSize(2));
		assertThat(findings(FindingKind.IN_MEMORY_PAGINATION)).singleElement().satisfies((finding) -> {
			assertThat(finding.statement()).contains("join books");
			assertThat(finding.caller()).startsWith("AssociationTests.pagingInMemory:");
			assertThat(finding.occurrences()).isEqualTo(1);
		});
		inTransaction((entities) -> assertThat(authors(entities)).hasSize(6));
		assertThat(findings(FindingKind.IN_MEMORY_PAGINATION)).hasSize(1);
	}

	private static List<Author> authors(EntityManager entities) {
		return entities.createQuery("from Author", Author.class).getResultList();
	}

	private FindingSnapshot nPlusOne(String association) {
		return findings(FindingKind.N_PLUS_ONE).stream()
			.filter((finding) -> association.equals(finding.association()))
			.findFirst()
			.orElseThrow();
	}

	private List<FindingSnapshot> findings(FindingKind kind) {
		return this.context.getBean(QueryStatistics.class)
			.findings()
			.stream()
			.filter((finding) -> finding.kind().equals(kind.id()))
			.toList();
	}

	private void inTransaction(Consumer<EntityManager> action) {
		EntityManager entities = SharedEntityManagerCreator
			.createSharedEntityManager(this.context.getBean(EntityManagerFactory.class));
		new TransactionTemplate(this.context.getBean(PlatformTransactionManager.class))
			.executeWithoutResult((status) -> action.accept(entities));
	}

}
