package io.dbmonitor.library;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application. */
@SpringBootApplication(proxyBeanMethods = false)
class LibraryApplication {

	/** Writes books. */
	@Entity(name = "Author")
	@Table(name = "authors")
	static class Author {

		@Id
		@GeneratedValue
		@Nullable Long id;

		String name = "";

		@OneToMany(mappedBy = "author")
		List<Book> books = new ArrayList<>();

		@ElementCollection
		Set<String> pseudonyms = new HashSet<>();

	}

	/** Is written. */
	@Entity(name = "Book")
	@Table(name = "books")
	static class Book {

		@Id
		@GeneratedValue
		@Nullable Long id;

		String title = "";

		@ManyToOne(fetch = FetchType.LAZY)
		@Nullable Author author;

		@ManyToOne
		@Nullable Publisher publisher;

		@ManyToMany
		@JoinTable(name = "shelved")
		Set<Shelf> shelves = new HashSet<>();

	}

	/** Publishes books. */
	@Entity(name = "Publisher")
	@Table(name = "publishers")
	static class Publisher {

		@Id
		@GeneratedValue
		@Nullable Long id;

		String name = "";

		String getName() {
			return this.name;
		}

	}

	/** Holds books. */
	@Entity(name = "Shelf")
	@Table(name = "\"Shelves\"")
	static class Shelf {

		@Id
		@GeneratedValue
		@Nullable Long id;

	}

}
