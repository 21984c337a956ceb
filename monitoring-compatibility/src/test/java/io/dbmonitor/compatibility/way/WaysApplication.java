package io.dbmonitor.compatibility.way;

import jakarta.persistence.EntityManager;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Writes a row and reads it by each way, and answers on which lines.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ WaysApplication.SpringDataJpaController.class, WaysApplication.EntityManagerController.class,
		WaysApplication.JdbcTemplateController.class, WaysApplication.JdbcClientController.class,
		WaysApplication.SpringDataJdbcController.class, WaysApplication.JooqController.class,
		BatchConfiguration.class })
class WaysApplication {

	@Bean
	V2__Fill javaMigration() {
		return new V2__Fill();
	}

	@RestController
	record SpringDataJpaController(BookRepository books) {

		@GetMapping("/spring-data-jpa")
		Lines send() {
			int write = Lines.next();
			this.books.save(new Book("one"));
			int read = Lines.next();
			this.books.findByTitle("one");
			return new Lines(write, read);
		}

	}

	@RestController
	record EntityManagerController(EntityManager entities, TransactionTemplate transactions) {

		@GetMapping("/entity-manager")
		Lines send() {
			return this.transactions.execute((status) -> {
				this.entities.persist(new Author("one"));
				int write = Lines.next();
				this.entities.flush();
				var query = this.entities.createQuery("from Author where name = 'one'", Author.class);
				int read = Lines.next();
				query.getResultList();
				return new Lines(write, read);
			});
		}

	}

	@RestController
	record JdbcTemplateController(JdbcTemplate jdbc) {

		@GetMapping("/jdbc-template")
		Lines send() {
			int write = Lines.next();
			this.jdbc.update("insert into by_jdbc_template values (?)", "one");
			int read = Lines.next();
			this.jdbc.queryForList("select title from by_jdbc_template where title = ?", String.class, "one");
			return new Lines(write, read);
		}

	}

	@RestController
	record JdbcClientController(JdbcClient jdbc) {

		@GetMapping("/jdbc-client")
		Lines send() {
			var insert = this.jdbc.sql("insert into by_jdbc_client values (:title)").param("title", "one");
			int write = Lines.next();
			insert.update();
			var select = this.jdbc.sql("select title from by_jdbc_client where title = ?").param("one");
			int read = Lines.next();
			select.query(String.class).list();
			return new Lines(write, read);
		}

	}

	@RestController
	record SpringDataJdbcController(ShelfRepository shelves) {

		@GetMapping("/spring-data-jdbc")
		Lines send() {
			int write = Lines.next();
			this.shelves.save(new Shelf(null, "one"));
			int read = Lines.next();
			this.shelves.findByTitle("one");
			return new Lines(write, read);
		}

	}

	@RestController
	record JooqController(DSLContext dsl) {

		private static final Field<String> TITLE = DSL.field("title", String.class);

		@GetMapping("/jooq")
		Lines send() {
			var insert = this.dsl.insertInto(DSL.table("by_jooq"), TITLE).values("one");
			int write = Lines.next();
			insert.execute();
			var select = this.dsl.select(TITLE).from("by_jooq").where(TITLE.eq("one"));
			int read = Lines.next();
			select.fetch();
			return new Lines(write, read);
		}

	}

}
